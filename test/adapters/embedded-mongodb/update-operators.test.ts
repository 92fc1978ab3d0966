import { expect } from 'chai';
import { BSON, MongoClient, type Collection, type Document, type MongoServerError } from 'mongodb';
import { startTestStore, type TestStore } from '../../support/store.js';

describe('embedded store: update operators', () => {
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

  /** The document after the update, without its _id. */
  async function changed(doc: Document, update: Document, filter: Document = {}, options: Document = {}): Promise<Document> {
    await items.deleteMany({});
    await items.insertOne({ ...doc });
    await items.updateOne(filter, update, options);
    return await items.findOne({}, { projection: { _id: 0 } }) ?? {};
  }
  async function codeOf(doc: Document, update: Document, filter: Document = {}, options: Document = {}): Promise<unknown> {
    try {
      await changed(doc, update, filter, options);
    } catch (error) {
      return (error as MongoServerError).code;
    }
    return 'no error';
  }

  const cases: [name: string, doc: Document, update: Document, expected: Document][] = [
    ['$set makes the documents on the way', { a: 1 }, { $set: { 'b.c.d': 2 } }, { a: 1, b: { c: { d: 2 } } }],
    ['$set fills an array up with null', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['$unset leaves null in an array', { a: [1, 2], b: 1 }, { $unset: { 'a.0': '', b: '' } }, { a: [null, 2] }],
    ['$inc and $mul start a missing field', { a: 2 }, { $inc: { a: -3, b: 4 }, $mul: { c: 5 } }, { a: -1, b: 4, c: 0 }],
    ['$min and $max compare', { a: 5, b: 5 }, { $min: { a: 3, c: 1 }, $max: { b: 3 } }, { a: 3, b: 5, c: 1 }],
    ['$rename moves a value', { a: 1, b: { c: 2 } }, { $rename: { a: 'x', 'b.c': 'y.z' } }, { b: {}, x: 1, y: { z: 2 } }],
    ['$push with $each, $position, $sort and $slice', { a: [3, 1] }, { $push: { a: { $each: [2, 9], $sort: -1, $slice: 3 } } }, { a: [9, 3, 2] }],
    ['$push inserts at a position', { a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
    ['$push sorts documents by a field', { a: [{ n: 2 }, { n: 3 }] }, { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 }, $slice: -2 } } }, { a: [{ n: 2 }, { n: 3 }] }],
    ['$addToSet adds what is new', { a: [1, { b: 1 }] }, { $addToSet: { a: { $each: [1, { b: 1 }, 2, 2] } } }, { a: [1, { b: 1 }, 2] }],
    ['$pull by value and condition', { a: [1, 5, 9], b: [{ n: 1, m: 1 }, { n: 2 }] }, { $pull: { a: { $gte: 5 }, b: { n: 1 } } }, { a: [1], b: [{ n: 2 }] }],
    ['$pullAll and $pop', { a: [1, 2, 1, 3], b: [1, 2, 3], c: [1, 2] }, { $pullAll: { a: [1, 3] }, $pop: { b: 1, c: -1 } }, { a: [2], b: [1, 2], c: [2] }],
    ['$bit', { a: 12 }, { $bit: { a: { or: 3 } } }, { a: 15 }],
    ['$[] changes every element', { a: [{ n: 1 }, { n: 2 }] }, { $inc: { 'a.$[].n': 10 } }, { a: [{ n: 11 }, { n: 12 }] }],
  ];
  for (const [name, doc, update, expected] of cases) {
    it(name, async () => {
      expect(await changed(doc, update)).to.deep.equal(expected);
    });
  }

  it('$ is the element that the filter matched', async () => {
    const doc = { a: [{ n: 1, s: 'x' }, { n: 2, s: 'y' }] };
    expect(await changed(doc, { $set: { 'a.$.s': 'z' } }, { 'a.n': 2 })).to.deep.equal({ a: [{ n: 1, s: 'x' }, { n: 2, s: 'z' }] });
    expect(await changed(doc, { $set: { 'a.$.s': 'z' } }, { a: { $elemMatch: { n: 2, s: 'y' } } })).to.deep.equal({ a: [{ n: 1, s: 'x' }, { n: 2, s: 'z' }] });
    expect(await changed({ a: [5, 7] }, { $set: { 'a.$': 0 } }, { a: 7 })).to.deep.equal({ a: [5, 0] });
  });
  it('$[name] are the elements that an array filter matches', async () => {
    const doc = { a: [{ n: 1, b: [1, 2] }, { n: 5, b: [3] }] };
    const options = { arrayFilters: [{ 'big.n': { $gt: 1 } }, { one: { $gte: 2 } }] };
    expect(await changed(doc, { $set: { 'a.$[big].b.$[one]': 0 } }, {}, options)).to.deep.equal({ a: [{ n: 1, b: [1, 2] }, { n: 5, b: [0] }] });
  });
  it('$currentDate writes a date or a timestamp', async () => {
    const doc = await changed({ a: 1 }, { $currentDate: { d: true, t: { $type: 'timestamp' } } });
    expect(doc.d).to.be.instanceOf(Date);
    expect((doc.t as BSON.Timestamp)._bsontype).to.equal('Timestamp');
  });
  it('keeps the number types of MongoDB', async () => {
    const doc = { i: new BSON.Int32(1), l: BSON.Long.fromString('9007199254740993'), d: new BSON.Double(5), grows: new BSON.Int32(2_147_483_647), same: new BSON.Double(3) };
    await changed(doc, { $inc: { i: new BSON.Int32(1), l: new BSON.Int32(1), d: new BSON.Int32(1), grows: new BSON.Int32(1) } });
    const exact = await items.findOne({}, { promoteValues: false, projection: { _id: 0 } }) ?? {};
    const shown = Object.entries(exact).map(([name, value]) => `${name} ${(value as { _bsontype: string })._bsontype} ${String(value)}`);
    expect(shown).to.deep.equal(['i Int32 2', 'l Long 9007199254740994', 'd Double 6', 'grows Long 2147483648', 'same Double 3']);
  });

  const refused: [name: string, code: number, doc: Document, update: Document][] = [
    ['an unknown operator', 9, {}, { $foo: { a: 1 } }],
    ['two changes of one path', 40, {}, { $set: { 'a.b': 1 }, $inc: { a: 1 } }],
    ['$inc of a string', 14, { a: 'x' }, { $inc: { a: 1 } }],
    ['$inc by a string', 14, { a: 1 }, { $inc: { a: 'x' } }],
    ['$push to a number', 2, { a: 1 }, { $push: { a: 1 } }],
    ['$addToSet to null', 2, { a: null }, { $addToSet: { a: 1 } }],
    ['$pull from a number', 2, { a: 1 }, { $pull: { a: 1 } }],
    ['a field inside a number', 28, { a: 1 }, { $set: { 'a.b': 1 } }],
    ['an empty field name', 56, {}, { $set: { 'a..b': 1 } }],
    ['$ without a match', 2, { a: [1] }, { $set: { 'a.$': 1 } }],
    ['$[name] without its filter', 2, { a: [1] }, { $set: { 'a.$[x]': 1 } }],
  ];
  for (const [name, code, doc, update] of refused) {
    it(`refuses ${name} with MongoDB's code ${code}`, async () => {
      expect(await codeOf(doc, update)).to.equal(code);
    });
  }
  it('leaves nothing of a refused update behind', async () => {
    expect(await codeOf({ _id: 1 as never, a: 1, b: 'x' }, { $inc: { a: 1, b: 1 } })).to.equal(14);
    expect(await items.findOne({})).to.deep.equal({ _id: 1, a: 1, b: 'x' });
  });
});
