import { expect } from 'chai';
import { MongoClient, type Collection, type Document, type MongoServerError } from 'mongodb';
import { startTestStore, type TestStore } from '../../support/store.js';

interface Explained {
  readonly queryPlanner: { readonly winningPlan: { readonly inputStage?: { readonly indexName: string } } };
  readonly executionStats: { readonly totalDocsExamined: number };
}

describe('embedded store: indexes', () => {
  let store: TestStore;
  let client: MongoClient;
  let items: Collection;
  before(async () => {
    store = await startTestStore();
    client = await MongoClient.connect(store.uri);
  });
  after(async () => {
    await client.close();
    await store.stop();
  });
  beforeEach(async () => {
    items = client.db().collection('items');
    await items.drop();
    await client.db().createCollection('items');
  });
  async function failure(action: Promise<unknown>): Promise<MongoServerError> {
    try {
      await action;
    } catch (error) {
      return error as MongoServerError;
    }
    throw new Error('expected the command to fail');
  }
  const idsOf = async (filter: Document): Promise<unknown[]> => (await items.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id as unknown);
  const examined = async (filter: Document): Promise<number> =>
    (await items.find(filter).explain('executionStats') as Explained).executionStats.totalDocsExamined;
  const indexOf = async (filter: Document): Promise<string | undefined> =>
    (await items.find(filter).explain('executionStats') as Explained).queryPlanner.winningPlan.inputStage?.indexName;

  context('unique', () => {
    it('refuses a second holder with MongoDB\'s words, pattern and value', async () => {
      await items.createIndex({ email: 1, site: 1 }, { unique: true });
      await items.insertOne({ email: 'a@b.no', site: 1 });
      await items.insertOne({ email: 'a@b.no', site: 2 });
      const error = await failure(items.insertOne({ email: 'a@b.no', site: 1 }));
      expect(error.code).to.equal(11000);
      expect(error.message).to.include('E11000 duplicate key error collection: ').and.to.include('index: email_1_site_1 dup key: { email: "a@b.no", site: 1 }');
      expect(error.keyPattern).to.deep.equal({ email: 1, site: 1 });
      expect(error.keyValue).to.deep.equal({ email: 'a@b.no', site: 1 });
    });
    it('counts a missing value as null, once', async () => {
      await items.createIndex({ code: 1 }, { unique: true });
      await items.insertOne({ a: 1 });
      expect((await failure(items.insertOne({ a: 2 }))).keyValue).to.deep.equal({ code: null });
    });
    it('leaves documents without the field alone when sparse, without the condition when partial', async () => {
      await items.createIndex({ code: 1 }, { unique: true, sparse: true });
      await items.createIndex({ key: 1 }, { unique: true, partialFilterExpression: { state: 'waiting' } });
      await items.insertMany([{ key: 1, state: 'done' }, { key: 1, state: 'done' }, { key: 1, state: 'waiting' }]);
      expect((await failure(items.updateOne({ state: 'done' }, { $set: { state: 'waiting' } }))).code).to.equal(11000);
    });
    it('is not built over values that are there twice, and leaves no index behind', async () => {
      await items.insertMany([{ a: 1 }, { a: 1 }]);
      expect((await failure(items.createIndex({ a: 1 }, { unique: true }))).code).to.equal(11000);
      expect(await items.indexes()).to.have.length(1);
    });
    it('frees a value that is changed or deleted', async () => {
      await items.createIndex({ a: 1 }, { unique: true });
      await items.insertMany([{ a: 1 }, { a: 2 }]);
      await items.updateOne({ a: 1 }, { $set: { a: 3 } });
      await items.deleteOne({ a: 2 });
      await items.insertMany([{ a: 1 }, { a: 2 }]);
      expect(await items.countDocuments()).to.equal(3);
    });
    it('tells texts apart that differ only after a long beginning', async () => {
      await items.createIndex({ a: 1 }, { unique: true });
      const long = 'x'.repeat(5000);
      await items.insertMany([{ a: `${long}1` }, { a: `${long}2` }]);
      expect((await failure(items.insertOne({ a: `${long}1` }))).code).to.equal(11000);
      expect(await items.countDocuments({ a: `${long}2` })).to.equal(1);
    });
  });

  context('planner', () => {
    beforeEach(async () => {
      await items.insertMany(Array.from({ length: 500 }, (_, n) => ({ _id: n as never, n, kind: n % 5, tags: [n, n + 1], ...(n % 100 === 0 && { rare: n }) })));
    });
    it('looks an _id up', async () => {
      expect(await examined({ _id: 77 })).to.equal(1);
      expect(await examined({ _id: { $in: [1, 2, 999] } })).to.equal(2);
    });
    it('looks equality, lists, ranges, elements and compound prefixes up', async () => {
      expect(await examined({ n: 4 })).to.equal(500);
      await items.createIndex({ n: 1 });
      await items.createIndex({ kind: 1, n: -1 });
      await items.createIndex({ tags: 1 });
      expect(await examined({ n: 4 })).to.equal(1);
      expect(await examined({ n: { $in: [4, 5, 6] }, kind: 0 })).to.be.at.most(3);
      expect(await examined({ n: { $gte: 490 } })).to.equal(10);
      expect(await examined({ n: { $lt: 10 } })).to.be.at.most(11);
      expect(await examined({ tags: 10 })).to.equal(2);
      expect(await examined({ kind: 3, n: { $gt: 480 } })).to.be.at.most(19);
      expect(await idsOf({ kind: 3, n: { $gt: 480, $lt: 494 } })).to.deep.equal([483, 488, 493]);
      expect(await idsOf({ tags: { $gte: 499 } })).to.deep.equal([498, 499]);
    });
    it('looks both ends of a range up, as long as no document has several entries', async () => {
      await items.createIndex({ n: 1 });
      expect(await examined({ n: { $gte: 100, $lt: 110 } })).to.be.at.most(11);
      await items.insertOne({ _id: 1000 as never, n: [0, 400] });
      expect(await idsOf({ n: { $gt: 398, $lt: 402 } })).to.deep.equal([399, 400, 401, 1000]);
      expect(await idsOf({ n: { $gt: 100, $lt: 102 } })).to.deep.equal([101, 1000]);
    });
    it('sorts by an index, in both directions and after equal fields, as long as no document has several entries', async () => {
      await items.createIndex({ kind: 1, n: 1 });
      const sorted = async (filter: Document, sort: Document) => (await items.find(filter).sort(sort as never).limit(3).toArray()).map(({ n }) => n as unknown);
      const work = async (filter: Document, sort: Document) =>
        (await items.find(filter).sort(sort).limit(3).explain('executionStats') as Explained).executionStats.totalDocsExamined;
      expect(await sorted({}, { _id: -1 })).to.deep.equal([499, 498, 497]);
      expect(await sorted({ kind: 2 }, { n: -1 })).to.deep.equal([497, 492, 487]);
      expect(await sorted({ kind: { $in: [1, 2] } }, { n: 1 })).to.deep.equal([1, 2, 6]);
      expect(await sorted({}, { kind: -1, n: -1 })).to.deep.equal([499, 494, 489]);
      expect(await sorted({}, { kind: -1, n: 1 })).to.deep.equal([4, 9, 14]);
      expect([await work({ kind: 2 }, { n: -1 }), await work({}, { _id: -1 })]).to.deep.equal([3, 3]);
      await items.insertOne({ _id: 1000 as never, kind: 2, n: [-1, 600] });
      expect(await sorted({ kind: 2 }, { n: -1 })).to.deep.equal([[-1, 600], 497, 492]);
      expect(await sorted({ kind: 2 }, { n: 1 })).to.deep.equal([[-1, 600], 2, 7]);
    });
    it('asks a sparse index only for values that it holds', async () => {
      await items.createIndex({ rare: 1 }, { sparse: true });
      expect(await indexOf({ rare: 100 })).to.equal('rare_1');
      expect(await indexOf({ rare: null })).to.equal(undefined);
      expect(await items.countDocuments({ rare: null })).to.equal(495);
      expect(await indexOf({ rare: { $in: [null, 100] } })).to.equal(undefined);
    });
    it('asks a partial index only where the filter implies its condition', async () => {
      await items.createIndex({ n: 1 }, { partialFilterExpression: { kind: { $gt: 2 } } });
      expect(await indexOf({ n: 3, kind: 3 })).to.equal('n_1');
      expect(await indexOf({ n: 3, kind: { $gt: 2 } })).to.equal('n_1');
      expect(await indexOf({ n: 3 })).to.equal(undefined);
      expect(await indexOf({ n: 1, kind: { $in: [1, 3] } })).to.equal(undefined);
      expect(await idsOf({ n: 1 })).to.deep.equal([1]);
    });
    it('finds missing fields as null', async () => {
      await items.createIndex({ absent: 1 });
      expect(await indexOf({ absent: null })).to.equal('absent_1');
      expect(await items.countDocuments({ absent: null })).to.equal(500);
    });
    it('takes the index of the hint', async () => {
      await items.createIndex({ n: 1 });
      await items.createIndex({ kind: 1 });
      const explained = await items.find({ n: 7, kind: 2 }).hint('kind_1').explain('executionStats') as Explained;
      expect(explained.queryPlanner.winningPlan.inputStage?.indexName).to.equal('kind_1');
    });
  });

  context('create, list and drop', () => {
    it('is idempotent and reports conflicts as MongoDB does', async () => {
      expect(await items.createIndex({ a: 1 })).to.equal('a_1');
      expect(await items.createIndex({ a: 1 })).to.equal('a_1');
      expect((await failure(items.createIndex({ a: 1 }, { name: 'other' }))).code).to.equal(85);
      expect((await failure(items.createIndex({ b: 1 }, { name: 'a_1' }))).code).to.equal(86);
      expect((await failure(items.createIndex({ a: 1 }, { unique: true }))).code).to.be.oneOf([85, 86]);
      expect((await failure(items.dropIndex('nothing'))).code).to.equal(27);
      expect((await failure(items.dropIndex('_id_'))).code).to.equal(72);
      await items.dropIndex('a_1');
      expect((await items.indexes()).map(({ name }) => name)).to.deep.equal(['_id_']);
    });
    it('refuses two arrays in one compound index', async () => {
      await items.createIndex({ a: 1, b: 1 });
      expect((await failure(items.insertOne({ a: [1], b: [2] }))).code).to.equal(171);
    });
  });
});
