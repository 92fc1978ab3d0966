import { expect } from 'chai';
import { MongoClient, type Document, type MongoServerError } from 'mongodb';
import { isEmbedded, startTestStore, type TestStore } from '../../support/store.js';

describe('embedded store: what it does not support', () => {
  let store: TestStore;
  let client: MongoClient;
  before(async function () {
    // A full MongoDB supports much of this.
    if (!isEmbedded) this.skip();
    store = await startTestStore();
    client = await MongoClient.connect(store.uri);
  });
  after(async () => {
    await client?.close();
    await store?.stop();
  });
  async function codeOf(action: Promise<unknown>): Promise<unknown> {
    return action.then(() => 'no error', (error: MongoServerError) => error.code ?? error.message);
  }

  const commands: [name: string, code: number, command: Document][] = [
    ['an unknown command', 59, { collStats: 'a' }],
    ['an unknown option', 40415, { find: 'a', foo: 1 }],
    ['an unknown option of a statement', 40415, { update: 'a', updates: [{ q: {}, u: {}, foo: 1 }] }],
    ['a collation', 115, { find: 'a', collation: { locale: 'nb' } }],
    ['a tailable cursor', 2, { find: 'a', tailable: true }],
    ['a capped collection', 40415, { create: 'a', capped: true, size: 1 }],
    ['a validator', 40415, { create: 'a', validator: {} }],
    ['a view', 40415, { create: 'a', viewOn: 'b' }],
    ['a text index', 67, { createIndexes: 'a', indexes: [{ key: { t: 'text' }, name: 't' }] }],
    ['a hidden index', 197, { createIndexes: 'a', indexes: [{ key: { t: 1 }, name: 't', hidden: true }] }],
    ['$out', 115, { aggregate: 'a', pipeline: [{ $out: 'b' }], cursor: {} }],
    ['$merge', 115, { aggregate: 'a', pipeline: [{ $merge: 'b' }], cursor: {} }],
    ['$setWindowFields', 115, { aggregate: 'a', pipeline: [{ $setWindowFields: { output: {} } }], cursor: {} }],
    ['an empty $or', 2, { find: 'a', filter: { $or: [] } }],
    ['$where', 2, { find: 'a', filter: { $where: 'true' } }],
    ['$text', 2, { find: 'a', filter: { $text: { $search: 'x' } } }],
    ['positional projection', 115, { find: 'a', filter: { b: 1 }, projection: { 'b.$': 1 } }],
    ['a change stream', 40324, { aggregate: 'a', pipeline: [{ $changeStream: {} }], cursor: {} }],
    ['more than one replica', 2, { insert: 'a', documents: [{}], writeConcern: { w: 2 } }],
    ['a snapshot', 123, { find: 'a', readConcern: { level: 'snapshot' } }],
    ['a sorted update of many', 9, { update: 'a', updates: [{ q: {}, u: { $set: { b: 1 } }, multi: true, sort: { b: 1 } }] }],
    ['an unknown operator where nothing matches', 9, { update: 'a', updates: [{ q: { none: 1 }, u: { $foo: { b: 1 } } }] }],
  ];
  for (const [name, code, command] of commands) {
    it(`refuses ${name} with code ${code}`, async () => {
      expect(await codeOf(client.db().command(command).then((reply) => {
        if (Array.isArray(reply.writeErrors)) throw Object.assign(new Error(), reply.writeErrors[0]);
      }))).to.equal(code);
    });
  }
  it('refuses a transaction with code 20', async () => {
    const session = client.startSession();
    session.startTransaction();
    const error = await client.db().collection('a').insertOne({ inTransaction: true }, { session }).catch((reason: MongoServerError) => reason);
    // The driver puts words of its own around code 20.
    expect((error as { originalError?: MongoServerError }).originalError?.code).to.equal(20);
    await session.abortTransaction().catch(() => undefined);
    await session.endSession();
    expect(await client.db().collection('a').countDocuments({ inTransaction: true })).to.equal(0);
  });
  it('accepts sessions', async () => {
    const session = client.startSession();
    await client.db().collection('a').insertOne({ x: 1 }, { session });
    expect(await client.db().collection('a').countDocuments({ x: 1 }, { session })).to.equal(1);
    await session.endSession();
  });
});
