import type { Request, RequestHandler, Response, Router } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import { ValidationError, type FieldErrors } from '../../shared/errors.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentWhatIf, whatIfHref } from './presenter-what-if.js';
import { parseWhatIf, withheldFields } from './schema-insight.js';
import type { ReviewService } from './service.js';

interface Asked {
  readonly user: CurrentUser;
  readonly matchId: string;
}

const originOf = (req: Request): string => `${req.protocol}://${req.get('host') ?? ''}`;

/** What was typed comes back with the stored figures beside it, each error beside its field. */
async function refuse(review: ReviewService, { user, matchId }: Asked, errors: FieldErrors, req: Request, res: Response): Promise<void> {
  const stored = await review.whatIf(user, matchId, {});
  res.status(422).render('review/what-if', presentWhatIf(res.locals.localised, stored, user, { values: req.query, errors, withheld: [], origin: originOf(req) }));
}

function page(review: ReviewService, askedBy: (req: Request) => Asked): RequestHandler {
  return async (req, res) => {
    const { user, matchId } = askedBy(req);
    try {
      const whatIf = await review.whatIf(user, matchId, parseWhatIf(user.role, req.query));
      const withheld = withheldFields(user.role, req.query);
      // A form without script sends every field: the address that stays holds what is changed and nothing else.
      const spare = Object.keys(req.query).some((name) => !(name in whatIf.changes));
      if (spare && withheld.length === 0) res.redirect(303, whatIfHref(matchId, whatIf.changes));
      else res.render('review/what-if', presentWhatIf(res.locals.localised, whatIf, user, { values: whatIf.changes, errors: {}, withheld, origin: originOf(req) }));
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      await refuse(review, { user, matchId }, error.fields, req, res);
    }
  };
}

export function addWhatIfRoutes(router: Router, review: ReviewService, guards: RouteGuards, askedBy: (req: Request) => Asked): void {
  router.get(paths.matchWhatIf, guards.signedIn(), page(review, askedBy));
}
