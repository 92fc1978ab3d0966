import { expect } from 'chai';
import { BSON, MongoClient, type Collection, type Document, type MongoServerError } from 'mongodb';
import { startTestStore, type TestStore } from '../../support/store.js';

const { Decimal128, Double, Int32, Long } = BSON;

describe('embedded store: what updates do at the edges', () => {
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

  async function changed(doc: Document, update: Document | Document[], filter: Document = {}, options: Document = {}): Promise<Document> {
    await items.insertOne({ ...doc });
    await items.updateOne(filter, update, options);
    return await items.findOne({}, { projection: { _id: 0 } }) ?? {};
  }
  async function codeOf(action: Promise<unknown>): Promise<unknown> {
    return action.then(() => 'no error', (error: MongoServerError) => error.code ?? error.message);
  }
  /** Every field as its type and value. */
  async function typesOf(): Promise<Record<string, string>> {
    const exact = await items.findOne({}, { promoteValues: false, projection: { _id: 0 } }) ?? {};
    const shown = (value: unknown): string => {
      if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
      const type = (value as { _bsontype?: string } | null)?._bsontype;
      return type ? `${type} ${String(value)}` : JSON.stringify(value);
    };
    return Object.fromEntries(Object.entries(exact).map(([name, value]) => [name, shown(value)]));
  }

  context('number types', () => {
    it('stay in what an update does not name, and in what $set, $push and $setOnInsert bring', async () => {
      await changed({ l: Long.fromNumber(5), d: new Double(2), n: Decimal128.fromString('1.50'), list: [new Double(1), Long.fromNumber(1)] },
        { $set: { s: new Double(7) }, $push: { list: Long.fromNumber(9) }, $rename: { n: 'm' } });
      expect(await typesOf()).to.deep.equal(
        { l: 'Long 5', d: 'Double 2', list: '[Double 1, Long 1, Long 9]', m: 'Decimal128 1.50', s: 'Double 7' });
      await items.deleteMany({});
      await items.updateOne({ l: Long.fromNumber(3) }, { $setOnInsert: { d: new Double(4) } }, { upsert: true });
      expect(await typesOf()).to.deep.equal({ l: 'Long 3', d: 'Double 4' });
    });
    it('follow MongoDB in $inc, $mul and $bit', async () => {
      await changed({ l: Long.fromNumber(5), d: new Double(2), i: 3, m: 3, x: Long.fromNumber(12), big: Long.fromString('9007199254740993') },
        { $inc: { l: 1, d: 1, i: 0.5, big: 2 }, $mul: { m: Long.fromNumber(2), none: Long.fromNumber(2) }, $bit: { x: { and: 10 } } });
      expect(await typesOf()).to.deep.equal(
        { l: 'Long 6', d: 'Double 3', i: 'Double 3.5', m: 'Long 6', x: 'Long 8', big: 'Long 9007199254740995', none: 'Long 0' });
    });
    it('are those of the operand that $min or $max takes', async () => {
      await changed({ a: Long.fromNumber(5), b: new Double(5), c: 5 }, { $min: { a: new Double(3), b: 5 }, $max: { c: Long.fromNumber(6) } });
      expect(await typesOf()).to.deep.equal({ a: 'Double 3', b: 'Double 5', c: 'Long 6' });
    });
    it('stay through a replacement and findOneAndUpdate', async () => {
      await items.insertOne({ a: 1 });
      await items.replaceOne({}, { d: new Double(1), l: Long.fromNumber(2), i: new Int32(3) });
      await items.findOneAndUpdate({}, { $set: { e: new Double(4) } });
      expect(await typesOf()).to.deep.equal({ d: 'Double 1', l: 'Long 2', i: 'Int32 3', e: 'Double 4' });
    });
    it('of a long that grows beyond 64 bits are refused', async () => {
      expect(await codeOf(changed({ a: Long.MAX_VALUE }, { $inc: { a: 1 } }))).to.equal(2);
    });
  });

  const cases: [name: string, doc: Document, update: Document | Document[], expected: Document, filter?: Document, options?: Document][] = [
    ['$set through an array by its index', { a: [{ b: 1 }, { b: 2 }] },
      { $set: { 'a.1.b': 9, 'a.0.c.d': 1 } }, { a: [{ b: 1, c: { d: 1 } }, { b: 9 }] }],
    ['$set of a number names a field outside an array', { a: {} }, { $set: { 'a.0': 'x', 'b.0': 'y' } }, { a: { 0: 'x' }, b: { 0: 'y' } }],
    ['$set makes new fields in the order of their names', {}, { $set: { c: 1, a: 2 }, $inc: { b: 3 } }, { a: 2, b: 3, c: 1 }],
    ['$set keeps null, array and document apart', { a: null }, { $set: { a: [], b: {}, c: null } }, { a: [], b: {}, c: null }],
    ['$unset of what is not there, and inside a scalar', { a: 1 }, { $unset: { b: '', 'a.b': '', 'c.d': '' } }, { a: 1 }],
    ['$rename of what is not there', { a: 1 }, { $rename: { b: 'c' } }, { a: 1 }],
    ['$rename of what a text or an object only inherits', { a: 'text' }, { $rename: { 'a.length': 'b', 'constructor': 'c' } }, { a: 'text' }],
    ['$rename over a field that is there', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
    ['$push to a missing array with modifiers', {}, { $push: { a: { $each: [3, 1, 2], $sort: 1, $slice: 2 } } }, { a: [1, 2] }],
    ['$push $sort by two fields', { a: [{ x: 1, y: 1 }] },
      { $push: { a: { $each: [{ x: 1, y: 2 }, { x: 0, y: 0 }], $sort: { x: 1, y: -1 } } } },
      { a: [{ x: 0, y: 0 }, { x: 1, y: 2 }, { x: 1, y: 1 }] }],
    ['$push $sort by a dotted field', { a: [{ x: { y: 2 } }] }, { $push: { a: { $each: [{ x: { y: 1 } }], $sort: { 'x.y': 1 } } } },
      { a: [{ x: { y: 1 } }, { x: { y: 2 } }] }],
    ['$push $slice 0 empties', { a: [1] }, { $push: { a: { $each: [2], $slice: 0 } } }, { a: [] }],
    ['$push $slice from the end', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
    ['$push $position from the end, and beyond it', { a: [1, 2], b: [1] },
      { $push: { a: { $each: [9], $position: -1 }, b: { $each: [2], $position: 7 } } },
      { a: [1, 9, 2], b: [1, 2] }],
    ['$push of an array, a document, null', { a: [] , b: [], c: [] },
      { $push: { a: [1, 2], b: { x: 1 }, c: null } }, { a: [[1, 2]], b: [{ x: 1 }], c: [null] }],
    ['$addToSet to a missing array, without doubles', {}, { $addToSet: { a: { $each: [1, 1, [1]] } } }, { a: [1, [1]] }],
    ['$addToSet tells documents apart by the order of their fields', { a: [{ x: 1, y: 2 }] }, { $addToSet: { a: { y: 2, x: 1 } } },
      { a: [{ x: 1, y: 2 }, { y: 2, x: 1 }] }],
    ['$pull of documents leaves scalars alone', { a: [1, { n: 1 }, { n: 2 }] }, { $pull: { a: { n: 1 } } }, { a: [1, { n: 2 }] }],
    ['$pull with several conditions, $in and a regular expression', { a: [{ n: 1, m: 5 }, { n: 1, m: 9 }], b: [1, 2, 3], c: ['ax', 'bx'] },
      { $pull: { a: { n: 1, m: { $gt: 6 } }, b: { $in: [1, 3] }, c: /^a/ } }, { a: [{ n: 1, m: 5 }], b: [2], c: ['bx'] }],
    ['$pull with $elemMatch', { a: [{ b: [{ n: 1 }] }, { b: [{ n: 2 }] }] },
      { $pull: { a: { b: { $elemMatch: { n: 2 } } } } }, { a: [{ b: [{ n: 1 }] }] }],
    ['$pull and $pop of a missing array', { x: 1 }, { $pull: { a: 1 }, $pop: { b: 1 } }, { x: 1 }],
    ['$pullAll takes whole elements only', { a: [[1], 1, { b: 1 }] }, { $pullAll: { a: [1, { b: 1 }] } }, { a: [[1]] }],
    ['$min and $max on dates and across types', { a: new Date(10), b: new Date(10), c: 5 },
      { $min: { a: new Date(5) }, $max: { b: new Date(20), c: 'text' } },
      { a: new Date(5), b: new Date(20), c: 'text' }],
    ['$min on null keeps null', { a: null }, { $min: { a: 1 } }, { a: null }],
    ['$bit or and xor, on a missing field too', { a: 12, b: 5 },
      { $bit: { a: { or: 3 }, b: { xor: 1 }, c: { or: 4 } } }, { a: 15, b: 4, c: 4 }],
    ['$ on one of two conditions on an array', { a: [{ n: 1, s: 'x' }, { n: 1, s: 'y' }] }, { $set: { 'a.$.s': 'z' } },
      { a: [{ n: 1, s: 'x' }, { n: 1, s: 'z' }] }, { 'a.s': 'y', 'a.n': 1 }],
    ['$ for two fields of one element', { a: [{ n: 1 }, { n: 2 }] },
      { $set: { 'a.$.x': 1, 'a.$.y': 2 } }, { a: [{ n: 1 }, { n: 2, x: 1, y: 2 }] }, { 'a.n': 2 }],
    ['$[] in arrays within arrays', { a: [{ b: [1, 2] }, { b: [3] }] }, { $inc: { 'a.$[].b.$[]': 1 } }, { a: [{ b: [2, 3] }, { b: [4] }] }],
    ['$[name] for two fields of one element', { a: [{ n: 1 }, { n: 2 }] }, { $set: { 'a.$[e].x': 1 }, $inc: { 'a.$[e].n': 5 } },
      { a: [{ n: 1 }, { n: 7, x: 1 }] }, {}, { arrayFilters: [{ 'e.n': 2 }] }],
    ['an array filter with $or', { a: [{ n: 1 }, { n: 2 }, { n: 3 }] }, { $unset: { 'a.$[e].n': '' } },
      { a: [{}, { n: 2 }, {}] }, {}, { arrayFilters: [{ $or: [{ 'e.n': 1 }, { 'e.n': 3 }] }] }],
    ['$unset of an array element that a filter names', { a: [1, 2, 3] },
      { $unset: { 'a.$[e]': '' } }, { a: [1, null, 3] }, {}, { arrayFilters: [{ e: 2 }] }],
    ['$[] of an empty array', { a: [] }, { $set: { 'a.$[].x': 1 } }, { a: [] }],
    ['a pipeline reads the fields of the stage before', { a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } },
      { $set: { c: { $multiply: ['$b', 10] } } }, { $unset: 'a' }],
      { b: 2, c: 20 }],
    ['a pipeline replaces the document', { a: { x: 1 }, b: 2 }, [{ $replaceWith: '$a' }], { x: 1 }],
  ];
  for (const [name, doc, update, expected, filter, options] of cases) {
    it(name, async () => {
      const result = await changed(doc, update, filter, options);
      expect(result).to.deep.equal(expected);
      if (name.includes('order of their names')) expect(Object.keys(result)).to.deep.equal(Object.keys(expected));
    });
  }

  const refused: [name: string, code: number, doc: Document, update: Document, options?: Document][] = [
    ['one path twice', 40, {}, { $set: { a: 1 }, $inc: { a: 1 } }],
    ['a path and one below it', 40, {}, { $set: { a: {}, 'a.b': 1 } }],
    ['$rename to a path that is set', 40, { a: 1 }, { $rename: { a: 'b' }, $set: { b: 1 } }],
    ['$rename of an array element', 2, { a: [1] }, { $rename: { 'a.0': 'b' } }],
    ['$rename into an array', 2, { a: [1], b: 2 }, { $rename: { b: 'a.0' } }],
    ['a changed _id', 66, { _id: 1 }, { $inc: { _id: 1 } }],
    ['a removed _id', 66, { _id: 1 }, { $unset: { _id: '' } }],
    ['$mul of a string', 14, { a: 'x' }, { $mul: { a: 2 } }],
    ['$inc of null', 14, { a: null }, { $inc: { a: 1 } }],
    ['$set inside null', 28, { a: null }, { $set: { 'a.b': 1 } }],
    ['a name as an index of an array', 28, { a: [1] }, { $set: { 'a.b': 1 } }],
    ['$[] of no array', 2, { a: 1 }, { $set: { 'a.$[]': 1 } }],
    ['$pop by 2', 9, { a: [1] }, { $pop: { a: 2 } }],
    ['$each that is no array', 2, { a: [1] }, { $push: { a: { $each: 1 } } }],
    ['$currentDate of another type', 2, {}, { $currentDate: { a: { $type: 'year' } } }],
    ['$bit with another operation', 2, { a: 1 }, { $bit: { a: { nand: 1 } } }],
  ];
  for (const [name, code, doc, update, options] of refused) {
    it(`refuses ${name} with code ${code} and leaves the document as it was`, async () => {
      await items.insertOne({ ...doc });
      const before = await items.findOne({});
      expect(await codeOf(items.updateOne({}, update, options))).to.equal(code);
      expect(await items.findOne({})).to.deep.equal(before);
    });
  }
  it('does not write what stays the same: $set of an equal value, $pull of nothing, $addToSet of what is there', async () => {
    await items.insertOne({ a: 1, list: [1] });
    for (const update of [{ $set: { a: 1 } }, { $pull: { list: 9 } }, { $addToSet: { list: 1 } }, { $max: { a: 0 } }, { $unset: { b: '' } }]) {
      const { matchedCount, modifiedCount } = await items.updateOne({}, update as Document);
      expect([matchedCount, modifiedCount], JSON.stringify(update)).to.deep.equal([1, 0]);
    }
  });

  context('upsert', () => {
    const upserts: [name: string, filter: Document, update: Document | Document[], expected: Document][] = [
      ['takes equalities, $and and one-element $in from the filter, no ranges, no $or',
        { a: 1, 'b.c': 2, $and: [{ d: 3 }], e: { $eq: 4 }, f: { $in: [5] }, g: { $gt: 6 }, h: { $in: [1, 2] }, $or: [{ i: 1 }, { j: 1 }] },
        { $set: { z: 1 } },
        { a: 1, b: { c: 2 }, d: 3, e: 4, f: 5, z: 1 }],
      ['lets the update change what the filter brings', { a: 1 }, { $inc: { a: 1, n: 1 }, $setOnInsert: { s: true }, $push: { list: 1 } },
        { a: 2, n: 1, s: true, list: [1] }],
      ['of a replacement takes the _id only', { _id: 5, a: 1 }, { b: 2 }, { _id: 5, b: 2 }],
      ['of a pipeline begins with the filter', { a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }], { a: 1, b: 2 }],
    ];
    for (const [name, filter, update, expected] of upserts) {
      it(name, async () => {
        const isReplacement = !Array.isArray(update) && !Object.keys(update)[0]?.startsWith('$');
        if (isReplacement) await items.replaceOne(filter, update, { upsert: true });
        else await items.updateOne(filter, update, { upsert: true });
        expect(await items.findOne({})).to.deep.include(expected);
        expect(Object.keys(await items.findOne({}) ?? {})).to.have.members(Object.keys({ _id: 1, ...expected }));
        expect(Object.keys(await items.findOne({}) ?? {})[0]).to.equal('_id');
      });
    }
    it('does not use $setOnInsert on a document that is there', async () => {
      expect(await changed({ a: 1 }, { $setOnInsert: { b: 1 }, $set: { c: 1 } }, { a: 1 }, { upsert: true })).to.deep.equal({ a: 1, c: 1 });
    });
  });
});
