import { expect } from 'chai';
import { MongoBulkWriteError, MongoClient, type Collection, type Document, type MongoClientBulkWriteError, type MongoServerError } from 'mongodb';
import { startTestStore, type TestStore } from '../../support/store.js';

interface Item { _id: number; x?: unknown; list?: unknown }

async function failure(action: Promise<unknown>): Promise<MongoServerError> {
  try {
    await action;
  } catch (error) {
    return error as MongoServerError;
  }
  throw new Error('expected the command to fail');
}

describe('embedded store: create, read, update, delete', () => {
  let store: TestStore;
  let client: MongoClient;
  let items: Collection<Item>;
  before(async () => {
    store = await startTestStore();
    client = await MongoClient.connect(store.uri);
  });
  after(async () => {
    await client.close();
    await store.stop();
  });
  beforeEach(async () => {
    items = client.db().collection<Item>('items');
    await items.deleteMany({});
    await items.insertMany([{ _id: 1, x: 11 }, { _id: 2, x: 22 }, { _id: 3, x: 33 }]);
  });
  const all = () => items.find().sort({ _id: 1 }).toArray();

  context('insert', () => {
    it('stops an ordered batch at the first duplicate and says which', async () => {
      const error = await failure(items.insertMany([{ _id: 4 }, { _id: 1 }, { _id: 5 }])) as MongoBulkWriteError;
      expect(error).to.be.instanceOf(MongoBulkWriteError);
      expect(error.code).to.equal(11000);
      expect(error.insertedCount).to.equal(1);
      expect([error.writeErrors].flat().map(({ index }) => index)).to.deep.equal([1]);
      expect((await all()).map(({ _id }) => _id)).to.deep.equal([1, 2, 3, 4]);
    });
    it('goes on after a duplicate in an unordered batch', async () => {
      const error = await failure(items.insertMany([{ _id: 1 }, { _id: 4 }, { _id: 2 }, { _id: 5 }], { ordered: false })) as MongoBulkWriteError;
      expect(error.insertedCount).to.equal(2);
      expect([error.writeErrors].flat().map(({ index }) => index)).to.deep.equal([0, 2]);
    });
    it('refuses an array as _id', async () => {
      expect((await failure(client.db().collection('items').insertOne({ _id: [1] as never }))).code).to.equal(53);
    });
    it('does not answer an unacknowledged write, and does it', async () => {
      const result = await items.insertOne({ _id: 9 }, { writeConcern: { w: 0 } });
      expect(result.acknowledged).to.equal(false);
      while (await items.countDocuments({ _id: 9 }) === 0) await new Promise(setImmediate);
    });
  });

  context('find', () => {
    it('sorts, skips, limits and projects', async () => {
      const found = await items.find({ x: { $gt: 11 } }, { projection: { x: 1, _id: 0 } }).sort({ x: -1 }).skip(1).limit(5).toArray();
      expect(found).to.deep.equal([{ x: 22 }]);
    });
    it('projects whole fields, parts of them and expressions, in the order of the document', async () => {
      const doc = { _id: 9, b: { c: [{ d: 1, e: 2 }], f: 3 }, a: 1, list: [1, 2, 3], 'ø': 'å' };
      await items.insertOne(doc);
      const cases: [projection: Document, expected: Document][] = [
        [{ a: 1, b: 1 }, { _id: 9, b: doc.b, a: 1 }], [{ 'ø': true, _id: 0 }, { 'ø': 'å' }], [{ b: 0, list: false }, { _id: 9, a: 1, 'ø': 'å' }],
        [{ _id: 0 }, { b: doc.b, a: 1, list: doc.list, 'ø': 'å' }], [{ _id: 1 }, { _id: 9 }], [{ b: 0, _id: 0 }, { a: 1, list: doc.list, 'ø': 'å' }], [{ b: 0, list: 0, _id: 1 }, { _id: 9, a: 1, 'ø': 'å' }],
         [{ 'b.c.d': 1 }, { _id: 9, b: { c: [{ d: 1 }] } }],
        [{ 'b.f': 0, list: 0, 'ø': 0 }, { _id: 9, b: { c: doc.b.c }, a: 1 }], [{ list: { $slice: 1 }, a: 1 }, { _id: 9, a: 1, list: [1] }],
        [{ _id: 0, sum: { $add: ['$a', '$b.f'] } }, { sum: 4 }], [{ nothing: 1 }, { _id: 9 }],
      ];
      for (const [projection, expected] of cases) {
        const found = await items.findOne({ _id: 9 }, { projection });
        expect(found, JSON.stringify(projection)).to.deep.equal(expected);
      }
      expect(Object.keys(await items.findOne({ _id: 9 }, { projection: { a: 1, b: 1 } }) ?? {})).to.deep.equal(['_id', 'b', 'a']);
      expect((await failure(items.findOne({}, { projection: { a: 1, b: 0 } }))).code).to.be.oneOf([31253, 31254]);
    });
    it('reads and writes documents of up to 16 MB, refuses larger ones', async () => {
      const text = 'x'.repeat(15_000_000);
      await items.insertMany([{ _id: 10, x: text }, { _id: 11, x: text }, { _id: 12, x: text }]);
      expect((await items.find({ _id: { $gte: 10 } }).toArray()).map(({ x }) => (x as string).length)).to.deep.equal([text.length, text.length, text.length]);
      const error = await failure(items.updateOne({ _id: 10 }, { $set: { list: [text] } }));
      expect(error.code).to.be.oneOf([10334, 17419, 17420]);
    }).timeout(20_000);
    it('hands a long answer out in batches', async () => {
      await items.deleteMany({});
      await items.insertMany(Array.from({ length: 1001 }, (_, index) => ({ _id: index })));
      const found = await items.find({}, { batchSize: 7 }).toArray();
      expect(found.map(({ _id }) => _id)).to.deep.equal(Array.from({ length: 1001 }, (_, index) => index));
    });
    it('ends a cursor that the client closes', async () => {
      const cursor = items.find({}, { batchSize: 1 });
      await cursor.next();
      const id = cursor.id;
      await cursor.close();
      expect((await failure(client.db().command({ getMore: id, collection: 'items' }))).code).to.equal(43);
    });
    it('passes variables to $expr', async () => {
      expect(await items.find({ $expr: { $eq: ['$x', '$$wanted'] } }, { let: { wanted: 22 } }).toArray()).to.deep.equal([{ _id: 2, x: 22 }]);
    });
    it('refuses a hint at an index that is not there', async () => {
      expect((await failure(items.find({}, { hint: 'nothing' }).toArray())).code).to.equal(2);
    });
    it('refuses an unknown operator', async () => {
      expect((await failure(items.find({ x: { $foo: 1 } } as never).toArray())).code).to.equal(2);
    });
  });

  context('update', () => {
    it('counts a document that stays the same as matched, not as modified', async () => {
      const { matchedCount, modifiedCount } = await items.updateMany({}, { $set: { x: 22 } });
      expect([matchedCount, modifiedCount]).to.deep.equal([3, 2]);
    });
    it('inserts what the filter and $setOnInsert say when nothing matches', async () => {
      const result = await items.updateOne({ _id: 7, 'x.kind': 'a' }, { $setOnInsert: { list: [1] }, $set: { 'x.n': 1 } }, { upsert: true });
      expect([result.matchedCount, result.upsertedCount, result.upsertedId]).to.deep.equal([0, 1, 7]);
      expect(await items.findOne({ _id: 7 })).to.deep.equal({ _id: 7, x: { kind: 'a', n: 1 }, list: [1] });
    });
    it('changes the first in the order asked for', async () => {
      await items.updateOne({}, { $set: { x: 0 } }, { sort: { x: -1 } });
      expect((await all()).map(({ x }) => x)).to.deep.equal([11, 22, 0]);
    });
    it('replaces all but the _id', async () => {
      await items.replaceOne({ _id: 2 }, { list: [] });
      expect(await items.findOne({ _id: 2 })).to.deep.equal({ _id: 2, list: [] });
    });
    it('computes with a pipeline', async () => {
      await items.updateOne({ _id: 2 }, [{ $set: { x: { $add: ['$x', 1] } } }, { $unset: 'list' }]);
      expect((await items.findOne({ _id: 2 }))?.x).to.equal(23);
    });
    it('refuses to change the _id', async () => {
      expect((await failure(items.updateOne({ _id: 1 }, { $set: { _id: 2 } }))).code).to.equal(66);
    });
  });

  context('find and modify', () => {
    it('returns the document before or after', async () => {
      expect((await items.findOneAndUpdate({ _id: 1 }, { $inc: { x: 1 } } as never))?.x).to.equal(11);
      expect((await items.findOneAndUpdate({ _id: 1 }, { $inc: { x: 1 } } as never, { returnDocument: 'after' }))?.x).to.equal(13);
    });
    it('takes the first in the order asked for', async () => {
      expect((await items.findOneAndDelete({}, { sort: { x: -1 } }))?._id).to.equal(3);
    });
    it('returns null where nothing matches, the new document after an upsert', async () => {
      expect(await items.findOneAndUpdate({ _id: 8 }, { $set: { x: 1 } })).to.equal(null);
      const made = await items.findOneAndReplace({ _id: 8 }, { x: 2 }, { upsert: true, returnDocument: 'after', projection: { x: 1, _id: 0 } });
      expect(made).to.deep.equal({ x: 2 });
    });
  });

  context('bulk write', () => {
    it('reports what was inserted, matched, modified, deleted and upserted', async () => {
      const result = await items.bulkWrite([
        { insertOne: { document: { _id: 4, x: 44 } } }, { updateOne: { filter: { _id: 1 }, update: { $set: { x: 12 } } } },
        { updateMany: { filter: { x: { $gt: 20 } }, update: { $set: { list: [] } } } }, { deleteOne: { filter: { _id: 3 } } },
        { replaceOne: { filter: { _id: 9 }, replacement: { x: 99 }, upsert: true } },
      ]);
      expect([result.insertedCount, result.matchedCount, result.modifiedCount, result.deletedCount]).to.deep.equal([1, 4, 4, 1]);
      expect(result.insertedIds).to.deep.equal({ 0: 4 });
      expect(result.upsertedIds).to.deep.equal({ 4: 9 });
    });
    it('takes writes on several collections in one command', async () => {
      const [one, two] = ['items', 'others'].map((name) => `${client.db().databaseName}.${name}`) as [string, string];
      const result = await client.bulkWrite([
        { namespace: one, name: 'insertOne', document: { _id: 4, x: 44 } }, { namespace: two, name: 'insertOne', document: { _id: 4 } },
        { namespace: one, name: 'updateMany', filter: { x: { $gt: 30 } }, update: { $inc: { x: 1 } } },
        { namespace: one, name: 'updateOne', filter: { _id: 7 }, update: { $set: { x: 7 } }, upsert: true },
        { namespace: one, name: 'replaceOne', filter: { _id: 1 }, replacement: { x: 'a' } }, { namespace: two, name: 'deleteMany', filter: {} },
      ] as never, { verboseResults: true });
      const { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount } = result;
      expect([insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount]).to.deep.equal([2, 3, 3, 1, 1]);
      expect(result.updateResults?.get(3)).to.deep.include({ upsertedId: 7 });
      expect(await all()).to.deep.equal([{ _id: 1, x: 'a' }, { _id: 2, x: 22 }, { _id: 3, x: 34 }, { _id: 4, x: 45 }, { _id: 7, x: 7 }]);
    });
    it('stops an ordered one at the first fault and says which, goes on in an unordered one', async () => {
      const namespace = `${client.db().databaseName}.items`;
      const models = [{ _id: 4 }, { _id: 1 }, { _id: 5 }].map((document) => ({ namespace, name: 'insertOne', document })) as never;
      const stopped = await client.bulkWrite(models).catch((error: unknown) => error) as MongoClientBulkWriteError;
      expect([...stopped.writeErrors].map(([index, { code }]) => [index, code])).to.deep.equal([[1, 11000]]);
      expect(await items.countDocuments()).to.equal(4);
      const whole = await client.bulkWrite(models, { ordered: false }).catch((error: unknown) => error) as MongoClientBulkWriteError;
      expect([...whole.writeErrors.keys()]).to.deep.equal([0, 1]);
      expect(await items.countDocuments()).to.equal(5);
    });
  });

  context('aggregate, count, distinct', () => {
    it('groups, unwinds, looks up and facets', async () => {
      await items.updateOne({ _id: 1 }, { $set: { list: [2, 3] } });
      const joined = await items.aggregate([{ $match: { _id: 1 } }, { $unwind: '$list' },
        { $lookup: { from: 'items', localField: 'list', foreignField: '_id', as: 'found' } }, { $project: { _id: 0, x: { $first: '$found.x' } } }]).toArray();
      expect(joined).to.deep.equal([{ x: 22 }, { x: 33 }]);
      const [facet] = await items.aggregate([{ $facet: { sum: [{ $group: { _id: null, x: { $sum: '$x' } } }], top: [{ $sort: { x: -1 } }, { $limit: 1 }] } }]).toArray();
      expect(facet).to.deep.equal({ sum: [{ _id: null, x: 66 }], top: [{ _id: 3, x: 33 }] });
    });
    it('groups whole documents, and by values of every type', async () => {
      const [all] = await items.aggregate([{ $sort: { _id: -1 } }, { $group: { _id: null, docs: { $push: '$$ROOT' }, first: { $first: '$$ROOT.x' } } }]).toArray();
      expect(all).to.deep.equal({ _id: null, docs: [{ _id: 3, x: 33 }, { _id: 2, x: 22 }, { _id: 1, x: 11 }], first: 33 });
      await items.insertMany([{ _id: 4, x: { a: 1 } }, { _id: 5, x: { a: 1 } }]);
      const groups = await items.aggregate([{ $match: { _id: { $gt: 2 } } }, { $group: { _id: '$x', n: { $sum: 1 } } }, { $sort: { _id: 1 } }]).toArray();
      expect(groups).to.deep.equal([{ _id: 33, n: 1 }, { _id: { a: 1 }, n: 2 }]);
      expect(await items.aggregate([{ $match: { x: { $gt: 20 } } }, { $count: 'many' }]).toArray()).to.deep.equal([{ many: 2 }]);
    });
    it('counts and lists distinct values, of arrays their elements', async () => {
      await items.insertOne({ _id: 4, x: [11, 44] });
      expect(await items.countDocuments({ x: 11 })).to.equal(2);
      expect(await items.estimatedDocumentCount()).to.equal(4);
      expect((await items.distinct('x')).sort()).to.deep.equal([11, 22, 33, 44]);
    });
    it('refuses an unknown stage', async () => {
      expect((await failure(items.aggregate([{ $foo: {} }]).toArray())).code).to.equal(40324);
    });
  });

  context('collections and databases', () => {
    it('lists, drops and refuses to create twice', async () => {
      const db = client.db();
      await db.createCollection('made');
      expect((await db.listCollections({ name: 'made' }).toArray()).map(({ name }) => name)).to.deep.equal(['made']);
      expect((await failure(db.command({ create: 'made' }))).code).to.equal(48);
      await db.dropCollection('made');
      expect(await db.listCollections({ name: 'made' }).toArray()).to.deep.equal([]);
      const { databases } = await db.admin().listDatabases();
      expect(databases.map(({ name }) => name)).to.include(db.databaseName);
    });
  });
});
