import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import type { JobQueue } from '../../server/shared/ports.js';
import { gate, startJobsFixture, until, type JobsFixture } from './jobs-fixture.js';

describe('job queue: workers that are killed or stopped', function () {
  this.timeout(60_000);
  let fixture: JobsFixture;
  let jobs: JobQueue;
  let worker: ChildProcess;
  const noted = (what: string) => until(async () => (await fixture.notes()).some((note) => note.what === what));
  beforeEach(async () => {
    fixture = await startJobsFixture();
    jobs = fixture.queue(1);
    await jobs.enqueue('long', {});
    worker = fixture.process();
    await noted('started');
  });
  afterEach(() => fixture.stop());

  context('killed in the middle of a job', () => {
    it('is followed by another worker, which counts the run that never ended', async () => {
      worker.kill('SIGKILL');
      const [began, finish] = [gate(), gate()];
      let runs = 0;
      jobs.define('long', () => { runs += 1; began.open(); return finish.opened; });
      await jobs.start();
      await began.opened;
      expect((await jobs.lists()).running.jobs[0]).to.include({ failures: 1, lastError: 'The worker ended in the middle of it.' });
      finish.open();
      await until(async () => (await fixture.stored()).length === 0);
      expect(runs).to.equal(1);
    });
  });

  context('stopped for longer than its lock', () => {
    it('ends its run when it wakes up, and neither finishes nor unlocks the one that came after it', async () => {
      worker.kill('SIGSTOP');
      const [began, finish] = [gate(), gate()];
      let runs = 0;
      jobs.define('long', () => { runs += 1; began.open(); return finish.opened; });
      await jobs.start();
      await began.opened;
      worker.kill('SIGCONT');
      await noted('lost');
      // It takes up other work when the run has ended, refused writes included.
      await fixture.connection.collection('notes').insertOne({ pid: 0, what: 'finish' });
      await jobs.enqueue('long', {});
      await noted('finished');
      await until(async () => (await fixture.stored()).length === 1);
      const { running } = await jobs.lists();
      expect(running.jobs[0]?.worker).to.match(new RegExp(`process ${process.pid}$`));
      finish.open();
      await until(async () => (await fixture.stored()).length === 0);
      expect(runs).to.equal(1);
      expect((await fixture.notes()).filter(({ pid }) => pid === worker.pid).map(({ what }) => what))
        .to.deep.equal(['started', 'lost', 'started', 'finished']);
    });
  });

  context('told to cancel from another process', () => {
    it('ends the job there', async () => {
      await until(async () => (await jobs.lists()).running.total === 1);
      expect(await jobs.cancel((await jobs.lists()).running.jobs[0]?.id ?? '', 'Kari Berg')).to.equal('told');
      await noted('cancelled');
      await until(async () => (await jobs.lists()).ended.total === 1);
    });
  });
});

describe('job queue: work that brings every worker down', () => {
  let fixture: JobsFixture;
  beforeEach(async () => { fixture = await startJobsFixture(); });
  afterEach(() => fixture.stop());

  it('is given up after six runs that never ended', async () => {
    const jobs = fixture.queue();
    let runs = 0;
    jobs.define('fatal', () => { runs += 1; return Promise.resolve(); });
    await jobs.enqueue('fatal', {});
    const [past, stored] = [new Date(Date.now() - 60_000), fixture.connection.collection('jobs')];
    await stored.updateOne({}, { $set: { lockedAt: past, lastRunAt: past, nextRunAt: null, failCount: 5 } });
    await jobs.idle();
    expect(runs).to.equal(0);
    expect((await jobs.lists()).ended.jobs[0]).to.include({ failures: 6, lastError: 'The worker ended in the middle of it.' });
  });
});

describe('job queue: several processes at once', () => {
  let fixture: JobsFixture;
  beforeEach(async () => { fixture = await startJobsFixture(); });
  afterEach(() => fixture.stop());

  it('have one waiting job of a key, whoever asks at the same moment', async () => {
    const queues = Array.from({ length: 4 }, () => fixture.queue());
    await Promise.all(queues.flatMap((queue) => Array.from({ length: 10 }, () => queue.enqueue('score', {}, { key: 'all' }))));
    expect(await fixture.stored()).to.have.length(1);
  });

  it('do not unlock repeated work that runs while another process plans it', async () => {
    const [first, second] = [fixture.queue(), fixture.queue()];
    const [began, finish] = [gate(), gate()];
    let runs = 0;
    for (const queue of [first, second]) queue.define('daily', () => { runs += 1; began.open(); return finish.opened; });
    await first.every('daily', 86_400);
    const idle = first.idle();
    await began.opened;
    await second.every('daily', 3600);
    await second.idle();
    expect(runs).to.equal(1);
    finish.open();
    await idle;
    expect((await fixture.stored()).map(({ repeatInterval }) => repeatInterval as unknown)).to.deep.equal([3_600_000]);
  });
});
