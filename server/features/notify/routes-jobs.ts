import { Router, type Request } from 'express';
import { NotFoundError, SignInRequiredError } from '../../shared/errors.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { BackgroundWork } from './background-work.js';
import { findWork, presentCancellation, presentWork } from './presenter-jobs.js';

const jobId = (req: Request): string => String(req.params['jobId']);
const signedIn = (req: Request): NonNullable<Request['user']> => {
  if (req.user === undefined) throw new SignInRequiredError();
  return req.user;
};
const CANCELLED = { removed: 'The work is removed from the queue.', told: 'The work was told to stop; it ends within seconds.' } as const;

/** Everything for admins; managers see, cancel and repeat the scoring of their matches. */
export function jobRoutes(work: BackgroundWork, guards: RouteGuards): Router {
  const router = Router();
  const mayLook = guards.role('admin', 'manager');
  router.get(paths.jobs, mayLook, async (req, res) => { res.render('notify/jobs', presentWork(await work.work(signedIn(req)))); });
  router.get(paths.cancelJob, mayLook, async (req, res) => {
    const job = findWork(await work.work(signedIn(req)), jobId(req));
    if (job === null) throw new NotFoundError('This work');
    res.render('notify/cancel-job', presentCancellation(job));
  });
  router.post(paths.cancelJob, mayLook, async (req, res) => {
    req.session.flash = { kind: 'success', text: CANCELLED[await work.cancelWork(signedIn(req), jobId(req))] };
    res.redirect(303, paths.jobs);
  });
  router.post(paths.retryJob, mayLook, async (req, res) => {
    await work.retryWork(signedIn(req), jobId(req));
    req.session.flash = { kind: 'success', text: 'The work is planned again.' };
    res.redirect(303, paths.jobs);
  });
  return router;
}
