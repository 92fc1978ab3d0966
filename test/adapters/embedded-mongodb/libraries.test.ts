import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { expect } from 'chai';
import MongoStore from 'connect-mongo';
import { MongoClient } from 'mongodb';
import mongoose, { Schema, type Connection } from 'mongoose';
import { RateLimiterMongo, type RateLimiterRes } from 'rate-limiter-flexible';
import type { SessionData } from 'express-session';
import { startTestStore, type TestStore } from '../../support/store.js';

describe('embedded store: the libraries that use it', () => {
  let store: TestStore;
  let client: MongoClient;
  before(async () => {
    store = await startTestStore();
    client = await MongoClient.connect(store.uri);
  });
  after(async () => {
    await client.close();
    await store.stop();
  });

  context('mongoose', () => {
    let connection: Connection;
    before(async () => {
      connection = await mongoose.createConnection(store.uri).asPromise();
    });
    after(() => connection.close());

    it('populates references', async () => {
      const Owner = connection.model('Owner', new Schema({ name: String }));
      const Site = connection.model('Site', new Schema({ name: String, owner: { type: Schema.Types.ObjectId, ref: 'Owner' } }));
      const owner = await Owner.create({ name: 'Kommune' });
      await Site.create({ name: 'Hall', owner: owner._id });
      const site = await Site.findOne({ name: 'Hall' }).populate<{ owner: { name: string } }>('owner').orFail();
      expect(site.owner.name).to.equal('Kommune');
    });
    it('builds unique indexes and reports their violation', async () => {
      const User = connection.model('User', new Schema({ email: { type: String, unique: true } }));
      await User.init();
      await User.create({ email: 'a@b.no' });
      const error = await User.create({ email: 'a@b.no' }).catch((reason: { code?: number }) => reason);
      expect((error as { code?: number }).code).to.equal(11000);
    });
    it('keeps timestamps', async () => {
      const Note = connection.model('Note', new Schema({ text: String }, { timestamps: true }));
      const note = await Note.create({ text: 'a' });
      await Note.updateOne({ _id: note._id }, { text: 'b' });
      const changed = await Note.findById(note._id).orFail();
      expect(changed.get('createdAt')).to.deep.equal(note.get('createdAt'));
      expect(changed.get('updatedAt')).to.be.instanceOf(Date);
    });
    it('refuses the second of two savers with optimistic concurrency', async () => {
      const Match = connection.model('Match', new Schema({ state: String }, { optimisticConcurrency: true }));
      const { _id } = await Match.create({ state: 'new' });
      const [first, second] = await Promise.all([Match.findById(_id).orFail(), Match.findById(_id).orFail()]);
      await first.set('state', 'shortlisted').save();
      const error = await second.set('state', 'rejected').save().catch((reason: Error) => reason);
      expect((error as Error).name).to.equal('VersionError');
      expect((await Match.findById(_id).orFail()).state).to.equal('shortlisted');
    });
    it('tells discriminators apart', async () => {
      const Event = connection.model('Event', new Schema({ at: Date }, { discriminatorKey: 'kind' }));
      const Mail = Event.discriminator('Mail', new Schema({ to: String }));
      await Event.create({ at: new Date() });
      await Mail.create({ at: new Date(), to: 'a@b.no' });
      expect((await Mail.find().lean()).map(({ to }) => to)).to.deep.equal(['a@b.no']);
      expect(await Event.countDocuments()).to.equal(2);
    });
    it('changes subdocuments in place', async () => {
      const Project = connection.model('Project', new Schema({ tasks: [{ title: String, done: Boolean }] }));
      const project = await Project.create({ tasks: [{ title: 'a' }, { title: 'b' }] });
      project.tasks[1]?.set('done', true);
      project.tasks.push({ title: 'c' });
      await project.save();
      const saved = await Project.findById(project._id).orFail();
      expect(saved.tasks.map(({ title, done }) => [title, done])).to.deep.equal([['a', undefined], ['b', true], ['c', undefined]]);
    });
  });

  it('connect-mongo keeps, reads, touches and destroys a session', async () => {
    const sessions = MongoStore.create({ client, dbName: client.db().databaseName });
    const call = <T>(run: (done: (error?: Error | null, value?: T) => void) => void): Promise<T | undefined> =>
      new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));
    const session = { cookie: { originalMaxAge: 60_000 }, user: 'a' } as unknown as SessionData;
    await call((done) => sessions.set('id', session, done));
    expect(await call((done) => sessions.get('id', done))).to.deep.include({ user: 'a' });
    await call((done) => sessions.touch('id', session, done));
    expect(await call<number>((done) => sessions.length(done))).to.equal(1);
    await call((done) => sessions.destroy('id', done));
    expect(await call((done) => sessions.get('id', done)) ?? null).to.equal(null);
  });

  it('rate-limiter-flexible counts hits of concurrent requests and blocks above the limit', async () => {
    const limiter = new RateLimiterMongo({ storeClient: client, dbName: client.db().databaseName, points: 5, duration: 60 });
    const hits = await Promise.allSettled(Array.from({ length: 8 }, () => limiter.consume('address')));
    expect(hits.filter(({ status }) => status === 'fulfilled')).to.have.length(5);
    expect((await limiter.get('address') as RateLimiterRes).consumedPoints).to.equal(8);
    await limiter.delete('address');
    expect(await limiter.get('address')).to.equal(null);
  });

  it('agenda runs a job now, keeps a repeated one once, and locks what it runs', async () => {
    // Agenda leaves a timer of half the lock's lifetime behind every job; five minutes would keep the test process alive.
    const agenda = new Agenda({ backend: new MongoBackend({ mongo: client.db() }), processEvery: 20, defaultLockLifetime: 1000 });
    let running = 0;
    const finished = new Promise<unknown>((resolve) => agenda.define('send', async (job) => {
      running += 1;
      await new Promise(setImmediate);
      resolve((job.attrs.data as { to: string }).to);
    }));
    agenda.define('sweep', () => Promise.resolve());
    await agenda.start();
    await agenda.every('1 hour', 'sweep');
    await agenda.every('1 hour', 'sweep');
    await agenda.now('send', { to: 'a@b.no' });
    expect(await finished).to.equal('a@b.no');
    await agenda.stop();
    expect(running).to.equal(1);
    expect(await client.db().collection('agendaJobs').countDocuments({ name: 'sweep' })).to.equal(1);
  });
});
