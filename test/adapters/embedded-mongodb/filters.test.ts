import { expect } from 'chai';
import { BSON, MongoClient, type Collection, type Document } from 'mongodb';
import { startTestStore, type TestStore } from '../../support/store.js';

const { Decimal128, Long } = BSON;

describe('embedded store: filters, scanned and indexed', () => {
  let store: TestStore;
  let client: MongoClient;
  let items: Collection;
  before(async () => {
    store = await startTestStore();
    client = await MongoClient.connect(store.uri);
    items = client.db().collection('items');
  });
  after(async () => {
    await client.close();
    await store.stop();
  });

  const docs: Document[] = [
    { v: null }, {},
    { v: [] },
    { v: [null] },
    { v: 0 },
    { v: [1, 2, 5] },
    { v: { a: 1, b: 2 } },
    { v: { b: 2, a: 1 } },
    { v: 'Oslo' },
    { v: ['oslo', 'Hamar'] },
    { v: [[1, 2]] },
    { v: new Date(1000) },
    { v: NaN },
    { v: true },
    { v: [{ a: 1, b: 1 }, { a: 2, b: 2 }] },
    { v: Long.fromNumber(7) },
    { v: Decimal128.fromString('7.0') },
    { v: 'a\nb' },
  ];
  const queries: [filter: Document, ids: number[]][] = [
    [{ v: null }, [0, 1, 3]],
    [{ v: { $ne: null } }, [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]],
    [{ v: { $in: [null, 0] } }, [0, 1, 3, 4]],
    [{ v: { $nin: [null, 0] } }, [2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]],
    [{ v: { $exists: true, $eq: null } }, [0, 3]],
    [{ v: { $type: 'null' } }, [0, 3]],
    [{ v: [] }, [2]], [{ v: [1, 2] }, [10]], [{ v: { $eq: [1, 2, 5] } }, [5]], [{ v: { $size: 0 } }, [2]], [{ _id: 2, '': 1 }, []], [{ v: 0, '': null }, [4]],
    [{ v: { a: 1, b: 2 } }, [6]],
    [{ 'v.a': 1, 'v.b': 2 }, [6, 7, 14]],
    [{ v: { $elemMatch: { a: 1, b: 2 } } }, []],
    [{ v: { $elemMatch: { $gt: 2, $lte: 5 } } }, [5]],
    [{ v: { $gt: 1, $lt: 2 } }, [5]],
    [{ v: { $gte: 5 } }, [5, 15, 16]],
    [{ v: { $gt: 'A' } }, [8, 9, 17]],
    [{ v: { $lt: new Date(2000) } }, [11]],
    [{ v: NaN }, [12]], [{ v: { $lte: NaN } }, [12]], [{ v: 7 }, [15, 16]], [{ v: true }, [13]], [{ v: { $in: [true, 'Oslo'] } }, [8, 13]],
    [{ v: /^oslo$/i }, [8, 9]],
    [{ v: { $regex: 'ham', $options: 'i' } }, [9]],
    [{ v: { $not: /o/i } }, [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17]],
    [{ v: { $in: [/^Os/, 0] } }, [4, 8]],
    [{ v: { $regex: 'a.b', $options: 's' } }, [17]],
    [{ v: /a.b/ }, []],
    [{ v: /^b/m }, [17]],
    [{ v: { $regex: /^OS/i } }, [8, 9]],
    [{ v: { $all: [1, 5] } }, [5]],
    [{ v: { $all: ['Oslo'] } }, [8]],
    [{ 'v.1': 2 }, [5]],
    [{ 'v.0.1': 2 }, [10]],
    [{ v: { $mod: [7, 0] } }, [4, 15, 16]],
    [{ v: { $type: ['string', 'date'] } }, [8, 9, 11, 17]],
    [{ v: { $type: 'number' } }, [4, 5, 12, 15, 16]],
    [{ v: { $type: 2 } }, [8, 9, 17]],
    [{ v: { $type: 'decimal' } }, [16]],
    [{ $expr: { $eq: ['$v', 0] } }, [4]],
    [{ $nor: [{ v: { $exists: true } }, { v: 1 }] }, [1]],
    [{ $and: [{ v: 1 }, { v: { $ne: 3 } }] }, [5]],
    [{ $or: [{ v: 0 }, { v: NaN }], $comment: 'two' }, [4, 12]],
  ];
  for (const indexed of [false, true]) {
    context(indexed ? 'with an index' : 'without an index', () => {
      before(async () => {
        await items.drop().catch(() => undefined);
        await items.insertMany(docs.map((doc, index) => ({ _id: index as never, ...doc })));
        if (indexed) await items.createIndex({ v: 1 });
      });
      for (const [filter, ids] of queries) {
        it(JSON.stringify(filter, (_key, value: unknown) => (value instanceof RegExp || Number.isNaN(value) ? String(value) : value)), async () => {
          const found = await items.find(filter).sort({ _id: 1 }).toArray();
          expect(found.map(({ _id }) => _id as unknown)).to.deep.equal(ids);
        });
      }
    });
  }
  it('sorts by several fields, dotted ones and missing ones', async () => {
    await items.drop();
    const unsorted = [{ _id: 1, a: { n: 2 }, b: 1 }, { _id: 2, b: 2 }, { _id: 3, a: { n: 1 }, b: 1 }, { _id: 4, a: { n: 2 }, b: 3 }];
    await items.insertMany(unsorted as never[]);
    const sorted = async (sort: Document) => (await items.find().sort(sort as never).toArray()).map(({ _id }) => _id as unknown);
    expect(await sorted({ 'a.n': 1, b: -1 })).to.deep.equal([2, 3, 4, 1]);
    expect(await sorted({ b: 1, 'a.n': -1 })).to.deep.equal([1, 3, 2, 4]);
  });
});
