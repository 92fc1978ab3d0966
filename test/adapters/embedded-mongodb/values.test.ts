import { expect } from 'chai';
import { BSON, MongoClient, type Collection, type Document } from 'mongodb';
import { startTestStore, type TestStore } from '../../support/store.js';

describe('embedded store: BSON values', () => {
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
  beforeEach(() => items.deleteMany({}));
  const idsOf = async (filter: Document): Promise<unknown[]> => (await items.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id as unknown);
  const insert = (docs: Document[]) => items.insertMany(docs.map((doc, index) => ({ _id: index as never, ...doc })));

  const samples: Document = {
    objectId: new BSON.ObjectId('65a000000000000000000001'), date: new Date('2027-01-31T12:00:00Z'), binary: new BSON.Binary(Buffer.from([0, 255, 254, 1])),
    uuid: new BSON.UUID('0b4cf35e-7a6f-4dc8-8d2d-1f0a8ad9c001'), decimal: BSON.Decimal128.fromString('1.10'), int: new BSON.Int32(1), double: new BSON.Double(1),
    long: BSON.Long.fromString('9007199254740993'), timestamp: new BSON.Timestamp({ t: 5, i: 6 }), regex: new BSON.BSONRegExp('^a.b', 'is'),
    code: new BSON.Code('f()'), min: new BSON.MinKey(), max: new BSON.MaxKey(), nothing: null, text: 'é😀\0x', yes: true, nested: { list: [{ a: [] }] },
  };
  const EXACT = { promoteValues: false, bsonRegExp: true };
  it('stores and returns every type unchanged, also after an update of another field and through a projection', async () => {
    await items.insertOne({ _id: 1 as never, ...samples });
    const bytes = BSON.serialize({ _id: new BSON.Int32(1), ...samples });
    expect(Buffer.from(BSON.serialize(await items.findOne({}, EXACT) ?? {}))).to.deep.equal(Buffer.from(bytes));
    await items.updateOne({}, { $set: { other: 1 } });
    expect(Buffer.from(BSON.serialize(await items.findOne({}, { ...EXACT, projection: { other: 0 } }) ?? {}))).to.deep.equal(Buffer.from(bytes));
  });
  for (const [name, value] of Object.entries(samples)) {
    it(`finds ${name} by equality, scanned and indexed`, async () => {
      await insert([{ v: value as unknown }, { v: 'other' }, { v: [value as unknown] }]);
      const wanted = name === 'nested' ? { v: { $eq: value as unknown } } : { v: value as unknown };
      expect(await idsOf(wanted)).to.deep.equal([0, 2]);
      await items.createIndex({ v: 1 });
      expect(await idsOf(wanted)).to.deep.equal([0, 2]);
      await items.dropIndexes();
    });
  }
  it('keeps values apart that only look alike', async () => {
    await insert([{ v: new BSON.Binary(Buffer.from([200])) }, { v: new BSON.Binary(Buffer.from([201])) }, { v: BSON.Long.fromString('9007199254740992') }, { v: BSON.Long.fromString('9007199254740993') }]);
    expect(await idsOf({ v: new BSON.Binary(Buffer.from([201])) })).to.deep.equal([1]);
    expect(await idsOf({ v: BSON.Long.fromString('9007199254740993') })).to.deep.equal([3]);
  });
  it('compares numbers across their types', async () => {
    await insert([{ v: new BSON.Int32(5) }, { v: new BSON.Double(5) }, { v: BSON.Long.fromNumber(5) }, { v: BSON.Decimal128.fromString('5') }, { v: 6 }]);
    expect(await idsOf({ v: 5 })).to.deep.equal([0, 1, 2, 3]);
    expect(await idsOf({ v: { $gt: 5 } })).to.deep.equal([4]);
  });
  it('sorts across types as MongoDB does', async () => {
    const ordered = [new BSON.MinKey(), null, -1, 2.5, 'a', { a: 1 }, new BSON.Binary(Buffer.from('x')), new BSON.ObjectId(), false, true, new Date(0), new BSON.Timestamp({ t: 1, i: 1 }), /x/, new BSON.MaxKey()];
    const docs = ordered.map((v, index) => ({ _id: index as never, v }));
    await items.insertMany([...docs].reverse());
    expect((await items.find().sort({ v: 1 }).toArray()).map(({ _id }) => _id as unknown)).to.deep.equal(docs.map(({ _id }) => _id));
    expect((await items.aggregate([{ $sort: { v: -1 } }]).toArray()).map(({ _id }) => _id as unknown)).to.deep.equal(docs.map(({ _id }) => _id).reverse());
  });
  it('sorts an array by its smallest or its largest element', async () => {
    await insert([{ v: [5, 1] }, { v: 3 }, { v: [] }, {}]);
    expect((await items.find().sort({ v: 1, _id: 1 }).toArray()).map(({ _id }) => _id as unknown)).to.deep.equal([2, 3, 0, 1]);
    expect((await items.find().sort({ v: -1, _id: 1 }).toArray()).map(({ _id }) => _id as unknown)).to.deep.equal([0, 1, 3, 2]);
  });

  const docs: Document[] = [
    { a: { b: 1 } }, { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: [1, 3] }] }, { a: 1 }, {}, { a: null }, { a: { b: null } }, { a: [] }, { a: [[{ b: 1 }]] }, { 'x': [1, 'text', null] },
  ];
  const queries: [filter: Document, ids: number[]][] = [
    [{ 'a.b': 1 }, [0, 1, 2]], [{ 'a.0.b': 1 }, [1, 2, 8]], [{ 'a.b': { $gt: 1 } }, [1, 2]], [{ 'a.b': { $in: [3, 2] } }, [1, 2]],
    [{ a: null }, [4, 5, 9]], [{ 'a.b': null }, [3, 4, 5, 6, 9]], [{ a: { $exists: false } }, [4, 9]], [{ 'a.b': { $exists: true } }, [0, 1, 2, 6]],
    [{ 'a.b': { $ne: 1 } }, [3, 4, 5, 6, 7, 8, 9]], [{ a: { $size: 1 } }, [2, 8]], [{ a: { $elemMatch: { b: 2 } } }, [1]], [{ a: { b: 1 } }, [0, 1]],
    [{ 'a.b': { $not: { $gt: 0 } } }, [3, 4, 5, 6, 7, 8, 9]], [{ x: /^te/ }, [9]], [{ x: { $regex: 'TEX', $options: 'i' } }, [9]], [{ x: { $type: 'string' } }, [9]],
    [{ x: { $all: [1, 'text'] } }, [9]], [{ $or: [{ a: 1 }, { x: 1 }] }, [3, 9]], [{ $nor: [{ a: { $exists: true } }] }, [4, 9]],
    [{ a: { $type: 'array' } }, [1, 2, 7, 8]], [{ x: { $gte: null } }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]], [{ $and: [{ 'a.b': 1 }, { 'a.b': 2 }] }, [1]],
  ];
  for (const indexed of [false, true]) {
    context(indexed ? 'with indexes' : 'without indexes', () => {
      for (const [filter, ids] of queries) {
        it(JSON.stringify(filter, (_key, value: unknown) => (value instanceof RegExp ? String(value) : value)), async () => {
          await insert(docs);
          if (indexed) for (const path of ['a', 'a.b', 'x']) await items.createIndex({ [path]: 1 });
          expect(await idsOf(filter)).to.deep.equal(ids);
        });
      }
    });
  }
});
