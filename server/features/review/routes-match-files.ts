import type { Request, RequestHandler, Response, Router } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import { NotFoundError } from '../../shared/errors.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import type { Chart, Charts, RouteGuards } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { heatCsv, scoreCsv } from './presenter-csv.js';
import { durationChart, flowChart, monthlyHeatChart, priceCorridorChart, scoreWaterfallChart } from './presenter-match-charts.js';
import { durationCsv, flowCsv, priceCsv } from './presenter-match-figures.js';
import { sendCsv } from './routes-files.js';
import type { ReviewService } from './service.js';

type AskedBy = (req: Request) => { readonly user: CurrentUser; readonly matchId: string };

/** The pictures of a match and their figures: whoever may read the match may read them. */
export function addMatchFileRoutes(router: Router, review: ReviewService, guards: RouteGuards, charts: Charts, askedBy: AskedBy): void {
  const everyone = guards.signedIn();
  const ofMatch = (answer: (match: Match, req: Request, res: Response) => Promise<void> | void): RequestHandler => async (req, res) => {
    const { user, matchId } = askedBy(req);
    await answer(await review.match(user, matchId), req, res);
  };
  const picture = (path: string, chartOf: (localised: Localised, match: Match) => Chart | null): void => {
    router.get(path, everyone, ofMatch(async (match, req, res) => {
      const chart = chartOf(res.locals.localised, match);
      if (chart === null) throw new NotFoundError(message('match:this.picture'));
      await sendChart(req, res, charts, chart);
    }));
  };
  const file = (path: string, name: string, csvOf: (match: Match) => string): void => {
    router.get(path, everyone, ofMatch((match, _req, res) => { sendCsv(res, `${name}-${match.id}.csv`, csvOf(match)); }));
  };
  picture(paths.matchHeatSvg, monthlyHeatChart);
  picture(paths.matchScoreSvg, scoreWaterfallChart);
  picture(paths.matchDurationSvg, durationChart);
  picture(paths.matchPriceSvg, priceCorridorChart);
  picture(paths.matchFlowSvg, flowChart);
  file(paths.matchHeatCsv, 'heat', heatCsv);
  file(paths.matchScoreCsv, 'score', scoreCsv);
  file(paths.matchDurationCsv, 'duration', durationCsv);
  file(paths.matchPriceCsv, 'price', priceCsv);
  file(paths.matchFlowCsv, 'flow', flowCsv);
}
