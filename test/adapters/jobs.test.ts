import { expect } from 'chai';
import type { JobQueue } from '../../server/shared/ports.js';
import { gate, startJobsFixture, type JobsFixture } from './jobs-fixture.js';

describe('job queue', () => {
  let fixture: JobsFixture;
  let jobs: JobQueue;
  const another = (): JobQueue => fixture.queue();
  const stored = () => fixture.stored();
  const makeDue = (name: string) => fixture.makeDue(name);
  beforeEach(async () => {
    fixture = await startJobsFixture();
    jobs = another();
  });
  afterEach(() => fixture.stop());

  context('a job that succeeds', () => {
    it('runs once with its data and leaves nothing behind', async () => {
      const ran: unknown[] = [];
      jobs.define('count', (data) => { ran.push(data); return Promise.resolve(); });
      await jobs.enqueue('count', { scope: 'demand:7' });
      await jobs.idle();
      await jobs.idle();
      expect(ran).to.deep.equal([{ scope: 'demand:7' }]);
      expect(await stored()).to.deep.equal([]);
    });

    it('runs the jobs that it asks for within the same idle', async () => {
      const ran: string[] = [];
      jobs.define('parent', async () => { ran.push('parent'); await jobs.enqueue('child', {}); });
      jobs.define('child', () => { ran.push('child'); return Promise.resolve(); });
      await jobs.enqueue('parent', {});
      await jobs.idle();
      expect(ran).to.deep.equal(['parent', 'child']);
    });
  });

  context('a job for later', () => {
    it('waits for its time', async () => {
      let runs = 0;
      jobs.define('later', () => { runs += 1; return Promise.resolve(); });
      await jobs.enqueue('later', {}, { at: new Date(Date.now() + 3_600_000) });
      await jobs.idle();
      expect(runs).to.equal(0);
      await makeDue('later');
      await jobs.idle();
      expect(runs).to.equal(1);
    });
  });

  context('the same key asked for several times', () => {
    it('runs once while it waits', async () => {
      let runs = 0;
      jobs.define('keyed', () => { runs += 1; return Promise.resolve(); });
      for (let ask = 0; ask < 5; ask++) await jobs.enqueue('keyed', {}, { key: 'a' });
      await jobs.enqueue('keyed', {}, { key: 'b' });
      await jobs.idle();
      expect(runs).to.equal(2);
    });

    it('runs once more when it was asked for while it ran', async () => {
      const started = gate();
      const finish = gate();
      let runs = 0;
      jobs.define('keyed', async () => {
        runs += 1;
        started.open();
        await finish.opened;
      });
      await jobs.enqueue('keyed', {}, { key: 'a' });
      const idle = jobs.idle();
      await started.opened;
      for (let ask = 0; ask < 3; ask++) await jobs.enqueue('keyed', {}, { key: 'a' });
      finish.open();
      await idle;
      expect(runs).to.equal(2);
    });
  });

  context('a job that fails', () => {
    it('is planned again later each time, five times, and then stays as failed with its words', async () => {
      let runs = 0;
      jobs.define('broken', () => { runs += 1; return Promise.reject(new Error('no luck')); });
      await jobs.enqueue('broken', {});
      const pausesSeconds: number[] = [];
      for (let round = 0; round < 8; round++) {
        const before = runs;
        await jobs.idle();
        const [job] = await stored();
        if (runs > before && job?.['nextRunAt'] instanceof Date) {
          pausesSeconds.push(Math.round((job['nextRunAt'].getTime() - (job['failedAt'] as Date).getTime()) / 1000));
        }
        await makeDue('broken');
      }
      expect(runs).to.equal(6);
      expect(pausesSeconds).to.deep.equal([5, 20, 80, 320, 1280]);
      const [job] = await stored();
      expect(job).to.include({ failReason: 'no luck', failCount: 6, nextRunAt: null, lockedAt: null });
    });

    it('is listed once it is given up, and an admin can have it run again', async () => {
      let isBroken = true;
      jobs.define('broken', () => (isBroken ? Promise.reject(new Error('no luck')) : Promise.resolve()));
      await jobs.enqueue('broken', {});
      await jobs.idle();
      expect((await jobs.lists()).ended.jobs, 'while it is tried again').to.deep.equal([]);
      expect((await jobs.lists()).waiting.jobs[0]).to.include({ name: 'broken', failures: 1, lastError: 'no luck' });
      for (let round = 0; round < 5; round++) {
        await makeDue('broken');
        await jobs.idle();
      }
      const [failed] = (await jobs.lists()).ended.jobs;
      expect(failed).to.include({ name: 'broken', failures: 6, lastError: 'no luck', nextAttemptAt: null, cancelled: null });
      isBroken = false;
      expect(await jobs.retry(failed?.id ?? '')).to.equal(true);
      expect(await jobs.retry(failed?.id ?? '')).to.equal(false);
      await jobs.idle();
      expect(await stored()).to.deep.equal([]);
    });

    it('is run at once when it is asked for anew under its key', async () => {
      let runs = 0;
      jobs.define('broken', () => { runs += 1; return runs === 1 ? Promise.reject(new Error('no luck')) : Promise.resolve(); });
      await jobs.enqueue('broken', {}, { key: 'a' });
      await jobs.idle();
      await jobs.enqueue('broken', {}, { key: 'a' });
      await jobs.idle();
      expect(runs).to.equal(2);
      expect(await stored()).to.deep.equal([]);
    });
  });

  context('a worker that was killed', () => {
    it('has its job run by another once the lock is over, not before', async () => {
      let runs = 0;
      jobs.define('orphan', () => { runs += 1; return Promise.resolve(); });
      await jobs.enqueue('orphan', {});
      const lock = (lockedAt: Date) => fixture.connection.collection('jobs').updateOne({ name: 'orphan' }, { $set: { lockedAt, nextRunAt: null } });
      await lock(new Date());
      await jobs.idle();
      expect(runs).to.equal(0);
      await lock(new Date(Date.now() - 21_000));
      await jobs.idle();
      expect(runs).to.equal(1);
    });
  });

  context('two workers at once', () => {
    it('run each job once', async () => {
      const ran: unknown[] = [];
      const workers = [jobs, another()];
      for (const queue of workers) {
        queue.define('shared', async (data) => { ran.push(data['n']); await new Promise((resolve) => setImmediate(resolve)); }, { concurrency: 2 });
      }
      for (let n = 0; n < 30; n++) await jobs.enqueue('shared', { n });
      await Promise.all(workers.map((queue) => queue.idle()));
      expect(ran.sort((a, b) => Number(a) - Number(b))).to.deep.equal(Array.from({ length: 30 }, (_, n) => n));
    });
  });

  context('a process that only enqueues', () => {
    it('runs nothing', async () => {
      let runs = 0;
      const web = another();
      web.define('work', () => { runs += 1; return Promise.resolve(); });
      await web.enqueue('work', {});
      expect(await stored()).to.have.length(1);
      const worked = gate();
      jobs.define('work', () => { worked.open(); return Promise.resolve(); });
      await jobs.start();
      await worked.opened;
      expect(runs).to.equal(0);
    });
  });

  context('started with more work than places', () => {
    it('takes up the next job when one ends', async () => {
      const last = gate();
      let runs = 0;
      jobs.define('row', () => { runs += 1; if (runs === 40) last.open(); return Promise.resolve(); });
      for (let n = 0; n < 40; n++) await jobs.enqueue('row', { n });
      await jobs.start();
      await last.opened;
      expect(runs).to.equal(40);
    });
  });

  context('stopped while a job runs', () => {
    it('tells the job, waits for it and starts no other', async () => {
      const started = gate();
      const ran: unknown[] = [];
      jobs.define('long', async (data, { signal }) => {
        started.open();
        await new Promise((resolve) => { signal.addEventListener('abort', resolve); });
        ran.push(data['n']);
      });
      await jobs.enqueue('long', { n: 1 });
      await jobs.enqueue('long', { n: 2 });
      await jobs.start();
      await started.opened;
      await jobs.stop();
      expect(ran).to.have.length(1);
      const left = await stored();
      expect(left).to.have.length(1);
      expect(left[0]).to.include({ lockedAt: null });
    });
  });

  context('a repeated job', () => {
    it('runs at once, then not before its interval, and one of it exists however often it is planned', async () => {
      let runs = 0;
      jobs.define('daily', () => { runs += 1; return Promise.resolve(); });
      await jobs.every('daily', 86_400);
      await jobs.idle();
      await another().every('daily', 86_400);
      await jobs.every('daily', 86_400);
      await jobs.idle();
      expect(await stored()).to.have.length(1);
      expect(runs).to.equal(1);
      await makeDue('daily');
      await jobs.idle();
      expect(runs).to.equal(2);
    });
  });
});
