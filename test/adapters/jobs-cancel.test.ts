import { expect } from 'chai';
import { JobAbortedError } from '../../server/shared/job-aborted-error.js';
import type { JobContext, JobQueue } from '../../server/shared/ports.js';
import { gate, startJobsFixture, until, type JobsFixture } from './jobs-fixture.js';

/** Ends when it is told to, as a long job looks at its signal between two steps. */
async function untilAborted({ progress, signal }: JobContext): Promise<void> {
  while (!signal.aborted) {
    await progress(0.25);
    await new Promise((resolve) => setImmediate(resolve));
  }
  signal.throwIfAborted();
}

describe('job queue: listed and cancelled', () => {
  let fixture: JobsFixture;
  let jobs: JobQueue;
  let web: JobQueue;
  beforeEach(async () => {
    fixture = await startJobsFixture();
    [jobs, web] = [fixture.queue(), fixture.queue()];
  });
  afterEach(() => fixture.stop());

  context('a job that waits', () => {
    it('is listed, and removed when it is cancelled, and those who asked for it are told', async () => {
      const told: unknown[] = [];
      for (const queue of [jobs, web]) {
        queue.define('score', () => Promise.resolve(), { onCancel: (data) => { told.push(data); return Promise.resolve(); } });
      }
      await web.enqueue('score', { scope: 'all' }, { key: 'all' });
      const [job] = (await web.lists()).waiting.jobs;
      expect(job).to.deep.include({ name: 'score', data: { scope: 'all' }, failures: 0, progress: null, worker: null, isRepeated: false });
      expect(await web.cancel(job?.id ?? '', 'Kari Berg')).to.equal('removed');
      expect(await web.cancel(job?.id ?? '', 'Kari Berg')).to.equal('unchanged');
      expect(told).to.deep.equal([{ scope: 'all' }]);
      expect(await fixture.stored()).to.deep.equal([]);
    });

    it('is neither listed for nor cancelled by somebody who may see jobs of other names only', async () => {
      await jobs.enqueue('mail', {});
      const [job] = (await jobs.lists()).waiting.jobs;
      expect((await jobs.lists(['score'])).waiting).to.deep.equal({ jobs: [], total: 0 });
      expect(await jobs.cancel(job?.id ?? '', 'Kari Berg', ['score'])).to.equal('unchanged');
      expect(await jobs.cancel('nonsense', 'Kari Berg')).to.equal('unchanged');
      expect(await fixture.stored()).to.have.length(1);
    });

    it('is not cancelled when it repeats', async () => {
      await jobs.every('daily', 86_400);
      const [job] = (await jobs.lists()).waiting.jobs;
      expect(job?.isRepeated).to.equal(true);
      expect(await jobs.cancel(job?.id ?? '', 'Kari Berg')).to.equal('unchanged');
    });
  });

  context('a job that runs in another process', () => {
    it('is listed with its worker and progress, ends when it is cancelled, stays visible and can be run again', async () => {
      const reasons: unknown[] = [];
      let runs = 0;
      jobs.define('score', async (_data, context) => {
        runs += 1;
        if (runs === 1) await untilAborted(context).catch((error: unknown) => { reasons.push(error); throw error; });
      });
      await web.enqueue('score', {}, { key: 'all' });
      const idle = jobs.idle();
      await until(async () => (await web.lists()).running.jobs[0]?.progress === 0.25);
      const [job] = (await web.lists()).running.jobs;
      expect(job?.worker).to.match(new RegExp(`process ${process.pid}$`));
      expect(job?.startedAt).to.be.instanceOf(Date);

      expect(await web.cancel(job?.id ?? '', 'Kari Berg')).to.equal('told');
      await idle;
      expect(reasons.map((reason) => reason instanceof JobAbortedError && reason.cause)).to.deep.equal(['cancelled']);
      const { ended, waiting, running } = await web.lists();
      expect([waiting.total, running.total]).to.deep.equal([0, 0]);
      expect(ended.jobs[0]?.cancelled).to.include({ by: 'Kari Berg' });
      await jobs.idle();
      expect(runs, 'it is not tried again by itself').to.equal(1);

      expect(await web.retry(job?.id ?? '')).to.equal(true);
      await jobs.idle();
      expect(runs).to.equal(2);
      expect(await fixture.stored()).to.deep.equal([]);
    });

    it('counts as cancelled too when its handler only ends early', async () => {
      jobs.define('score', (_data, context) => untilAborted(context).catch(() => undefined));
      await web.enqueue('score', {});
      const idle = jobs.idle();
      await until(async () => (await web.lists()).running.total === 1);
      await web.cancel((await web.lists()).running.jobs[0]?.id ?? '', 'Kari Berg');
      await idle;
      expect((await web.lists()).ended.total).to.equal(1);
    });

    it('stays cancelled when its worker dies before it has noticed, and is no obstacle to the same work asked for anew', async () => {
      jobs.define('score', () => Promise.resolve());
      await web.enqueue('score', {}, { key: 'all' });
      const write = (lockedAt: Date) => fixture.connection.collection('jobs').updateOne({ disabled: { $in: [null, true] } }, { $set: { lockedAt } });
      await write(new Date());
      await web.cancel((await web.lists()).running.jobs[0]?.id ?? '', 'Kari Berg');
      await write(new Date(Date.now() - 21_000));
      await jobs.idle();
      expect((await web.lists()).ended.total).to.equal(1);
      await web.enqueue('score', {}, { key: 'all' });
      await jobs.idle();
      expect((await fixture.stored()).map(({ disabled }) => disabled as unknown)).to.deep.equal([true]);
    });
  });

  context('a failed job whose work was asked for anew', () => {
    it('gives way to the one that waits when it is to run again', async () => {
      jobs.define('score', () => Promise.reject(new Error('no luck')));
      await jobs.enqueue('score', { n: 1 }, { key: 'all' });
      for (let attempt = 0; attempt < 6; attempt++) {
        await fixture.makeDue('score');
        await jobs.idle();
      }
      await web.enqueue('score', { n: 2 }, { key: 'all' });
      expect(await web.retry((await web.lists()).ended.jobs[0]?.id ?? '')).to.equal(true);
      expect((await fixture.stored()).map(({ data }) => (data as { payload: unknown }).payload)).to.deep.equal([{ n: 2 }]);
    });
  });

  context('a shutdown in the middle of a job', () => {
    it('puts it back at once, without counting it as failed', async () => {
      const started = gate();
      jobs.define('score', (_data, context) => { started.open(); return untilAborted(context); });
      await jobs.enqueue('score', {}, { key: 'all' });
      await jobs.start();
      await started.opened;
      await jobs.stop();
      const [job] = (await web.lists()).waiting.jobs;
      expect(job).to.include({ failures: 0, lastError: null });
      expect(job?.nextAttemptAt?.getTime()).to.be.at.most(Date.now());
    });

    it('leaves one of it where the same work was asked for meanwhile', async () => {
      const started = gate();
      jobs.define('score', (_data, context) => { started.open(); return untilAborted(context); });
      await jobs.enqueue('score', {}, { key: 'all' });
      await jobs.start();
      await started.opened;
      await web.enqueue('score', {}, { key: 'all' });
      await jobs.stop();
      expect(await fixture.stored()).to.have.length(1);
      expect((await web.lists()).waiting.total).to.equal(1);
    });
  });
});
