import { Router, type Request, type RequestHandler } from 'express';
import { NotFoundError } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { NotifyService } from './index.js';
import { presentKeptMail, presentKeptMails, presentMail, presentMails } from './presenter.js';
import { countFailedWork } from './presenter-jobs.js';
import { jobRoutes } from './routes-jobs.js';
import { mailQuerySchema, MAILS_A_PAGE } from './schema.js';

/** A mail's html is our own, but with other people's words in it: nothing in it may run, load or be sent. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const readQuery = (req: Request) => {
  const query = parseForm(mailQuerySchema, req.query);
  return { query, window: { skip: (query.page - 1) * MAILS_A_PAGE, limit: MAILS_A_PAGE } };
};
const mailId = (req: Request): string => String(req.params['mailId']);
const signedIn = (req: Request): NonNullable<Request['user']> => {
  if (req.user === undefined) throw new NotFoundError(message('errors:thisPage'));
  return req.user;
};

function adminHandlers(notify: NotifyService): Record<'list' | 'show' | 'retry' | 'retryAll', RequestHandler> {
  return {
    list: async (req, res) => {
      const { query, window } = readQuery(req);
      const [page, failed, work] = await Promise.all([
        notify.mails({ ...query, ...window }), notify.mails({ state: 'failed', limit: 1 }), notify.work(signedIn(req)),
      ]);
      res.render('notify/mails', presentMails(res.locals.localised, page, query, failed.total, countFailedWork(work)));
    },
    show: async (req, res) => { res.render('notify/mail', presentMail(res.locals.localised, await notify.mail(mailId(req)))); },
    retry: async (req, res) => {
      await notify.retry(signedIn(req), mailId(req));
      req.session.flash = { kind: 'success', text: message('notify:mail.again') };
      res.redirect(303, to(paths.mail, { mailId: mailId(req) }));
    },
    retryAll: async (req, res) => {
      const count = await notify.retryAllFailed(signedIn(req));
      req.session.flash = { kind: 'success', text: message('notify:mail.allAgain', { count }) };
      res.redirect(303, paths.mails);
    },
  };
}

/** Readable by anyone who reaches the program: only registered where there is no mail server and this is not production. */
function keptMailRoutes(router: Router, notify: NotifyService): void {
  router.get(paths.devMails, async (req, res) => {
    const { query, window } = readQuery(req);
    res.render('notify/kept-mails', presentKeptMails(res.locals.localised, await notify.keptMails(window), query));
  });
  router.get(paths.devMail, async (req, res) => {
    res.render('notify/kept-mail', presentKeptMail(res.locals.localised, await notify.keptMail(mailId(req))));
  });
  router.get(paths.devMailHtml, async (req, res) => {
    const { html } = await notify.keptMail(mailId(req));
    res.set('Content-Security-Policy', MAIL_POLICY).type('html').send(html);
  });
}

export function notifyRoutes(notify: NotifyService, guards: RouteGuards, { devMail }: { readonly devMail: boolean }): Router {
  const router = Router();
  const { list, show, retry, retryAll } = adminHandlers(notify);
  router.get(paths.mails, guards.role('admin'), list);
  router.get(paths.mail, guards.role('admin'), show);
  router.post(paths.retryMails, guards.role('admin'), retryAll);
  router.post(paths.retryMail, guards.role('admin'), retry);
  router.use(jobRoutes(notify, guards));
  if (devMail) keptMailRoutes(router, notify);
  return router;
}
