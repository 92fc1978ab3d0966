import { expect } from 'chai';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { gate, until, type Gate } from '../../adapters/jobs-fixture.js';

describe('GET /admin/jobs', () => {
  let app: TestApp;
  let admin: SignedInAgent;
  let manager: SignedInAgent;
  before(async () => {
    app = await startTestApp();
    [admin, manager] = [await app.signIn('admin'), await app.signIn('manager')];
    await app.settle();
  });
  after(() => app.stop());
  afterEach(async () => { await app.services.connection.collection('jobs').deleteMany({}); });
  const makeDue = () => app.services.connection.collection('jobs').updateMany({ nextRunAt: { $ne: null } }, { $set: { nextRunAt: new Date(0) } });
  const lists = () => app.services.jobs.lists();

  context('nothing to do', () => {
    it('says so, and what will appear here', async () => {
      const page = await admin.get('/admin/jobs');
      expect(page.status).to.equal(200);
      expect(page.text).to.include('Nothing runs, waits or failed');
    });
  });

  context('other roles', () => {
    it('are refused, visitors are sent to the login', async () => {
      expect((await (await app.signIn('partner')).get('/admin/jobs')).status).to.equal(403);
      expect((await (await app.signIn('verifier')).get('/admin/jobs')).status).to.equal(403);
      expect((await app.agent().get('/admin/jobs')).location).to.equal('/login');
    });
  });

  context('a scoring that waits', () => {
    it('is shown to managers with what it is about; mail is not', async () => {
      await app.services.jobs.enqueue('rescore', { scope: 'demand:64b000000000000000000009' }, { key: 'demand:64b000000000000000000009' });
      await app.services.jobs.enqueue('send-mails', {}, { key: 'send-mails' });
      const [forManager, forAdmin] = [await manager.get('/admin/jobs'), await admin.get('/admin/jobs')];
      expect(forManager.text).to.include('<a href="/demands/64b000000000000000000009">one demand</a>').and.not.include('Sending mail');
      expect(forAdmin.text).to.include('one demand').and.include('Sending mail');
    });

    it('is cancelled after a question', async () => {
      await app.services.jobs.enqueue('rescore', { scope: 'all' }, { key: 'all' });
      const [job] = (await lists()).waiting.jobs;
      const question = await manager.get(`/admin/jobs/${job?.id}/cancel`);
      expect(question.text).to.include('Scoring: everything');
      expect((await lists()).waiting.total, 'asking changes nothing').to.equal(1);
      const answer = await manager.follow(await manager.resubmit(question, {}, { action: '/cancel' }));
      expect(answer.text).to.include('removed from the queue').and.include('Nothing runs');
      expect((await manager.resubmit(question, {}, { action: '/cancel' })).status, 'a second time').to.equal(409);
    });
  });

  context('work of others', () => {
    it('is neither found nor cancelled by a manager, whatever its address', async () => {
      await app.services.jobs.enqueue('send-mails', {}, { key: 'send-mails' });
      const [job] = (await lists()).waiting.jobs;
      expect((await manager.get(`/admin/jobs/${job?.id}/cancel`)).status).to.equal(404);
      await app.services.jobs.enqueue('rescore', { scope: 'all' }, { key: 'all' });
      const own = (await lists()).waiting.jobs.find(({ name }) => name === 'rescore');
      const question = await manager.get(`/admin/jobs/${own?.id}/cancel`);
      const aimed = { ...question, text: question.text.replaceAll(own?.id ?? '', job?.id ?? '') };
      expect((await manager.resubmit(aimed, {}, { action: '/cancel' })).status).to.equal(409);
      expect((await lists()).waiting.total).to.equal(2);
      expect((await admin.get('/admin/jobs/nonsense/cancel')).status).to.equal(404);
    });
  });

  context('work that runs, then is cancelled, then run again', () => {
    let started: Gate;
    let runs = 0;
    beforeEach(() => {
      started = gate();
      app.services.jobs.define('slow', async (_data, { progress, signal }) => {
        runs += 1;
        started.open();
        while (!signal.aborted && runs === 1) {
          await progress(0.4);
          await new Promise((resolve) => setImmediate(resolve));
        }
        signal.throwIfAborted();
      });
    });

    it('shows progress and worker, then who cancelled it, then nothing', async () => {
      await app.services.jobs.enqueue('slow', {});
      const idle = app.services.jobs.idle();
      await started.opened;
      await until(async () => (await lists()).running.jobs[0]?.progress === 0.4);
      const running = await admin.get('/admin/jobs');
      expect(running.text).to.match(/<progress max="1" value="0\.4"/).and.include('40\u00a0%').and.include(`process ${process.pid}`);
      await admin.submit(`/admin/jobs/${(await lists()).running.jobs[0]?.id}/cancel`, {}, { action: '/cancel' });
      await idle;
      const cancelled = await admin.get('/admin/jobs');
      expect(cancelled.text).to.include(`Cancelled by ${admin.user.name}`);
      const retried = await admin.follow(await admin.resubmit(cancelled, {}, { action: '/retry' }));
      expect(retried.text).to.include('planned again');
      await app.services.jobs.idle();
      expect(runs).to.equal(2);
      expect((await admin.get('/admin/jobs')).text).to.include('Nothing runs');
    });
  });

  context('work that failed at every attempt', () => {
    it('is shown with its error, on the page of mails too, and run again', async () => {
      let isBroken = true;
      app.services.jobs.define('broken', () => (isBroken ? Promise.reject(new Error('<no> luck')) : Promise.resolve()));
      await app.services.jobs.enqueue('broken', {});
      await app.services.jobs.idle();
      expect((await admin.get('/admin/jobs')).text, 'while it is tried again').to.include('Waiting').and.include('&lt;no&gt; luck');
      for (let attempt = 0; attempt < 5; attempt++) {
        await makeDue();
        await app.services.jobs.idle();
      }
      expect((await admin.get('/admin/mails')).text).to.include('One piece of background work failed.');
      const page = await admin.get('/admin/jobs');
      expect(page.text).to.include('Failed or cancelled').and.include('&lt;no&gt; luck');
      isBroken = false;
      await admin.resubmit(page, {}, { action: '/retry' });
      await app.services.jobs.idle();
      expect((await admin.get('/admin/jobs')).text).to.include('Nothing runs');
      expect((await admin.resubmit(page, {}, { action: '/retry' })).status, 'a second time').to.equal(409);
    });
  });
});
