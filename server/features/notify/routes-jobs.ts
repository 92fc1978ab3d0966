import { Router, type Request } from 'express';
import { NotFoundError, SignInRequiredError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { BackgroundWork } from './background-work.js';
import { findWork, presentCancellation, presentWork } from './presenter-jobs.js';

const jobId = (req: Request): string => String(req.params['jobId']);
const signedIn = (req: Request): NonNullable<Request['user']> => {
  if (req.user === undefined) throw new SignInRequiredError();
  return req.user;
};
const CANCELLED = { removed: message('notify:cancel.removed'), told: message('notify:cancel.told') } as const;

/** Everything for admins; managers see, cancel and repeat the scoring of their matches. */
export function jobRoutes(work: BackgroundWork, guards: RouteGuards): Router {
  const router = Router();
  const mayLook = guards.role('admin', 'manager');
  router.get(paths.jobs, mayLook, async (req, res) => {
    res.render('notify/jobs', presentWork(res.locals.localised, await work.work(signedIn(req))));
  });
  router.get(paths.cancelJob, mayLook, async (req, res) => {
    const job = findWork(await work.work(signedIn(req)), jobId(req));
    if (job === null) throw new NotFoundError(message('notify:this.work'));
    res.render('notify/cancel-job', presentCancellation(res.locals.localised, job));
  });
  router.post(paths.cancelJob, mayLook, async (req, res) => {
    req.session.flash = { kind: 'success', text: CANCELLED[await work.cancelWork(signedIn(req), jobId(req))] };
    res.redirect(303, paths.jobs);
  });
  router.post(paths.retryJob, mayLook, async (req, res) => {
    await work.retryWork(signedIn(req), jobId(req));
    req.session.flash = { kind: 'success', text: message('notify:jobs.retried') };
    res.redirect(303, paths.jobs);
  });
  return router;
}
