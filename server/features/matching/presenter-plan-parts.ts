import type { PlanTotals } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { Plan } from './plan.js';
import { NONE, worth } from './plan-wording.js';

export type Planned = Plan & { readonly result: NonNullable<Plan['result']> };

/** The matches of a plan's pairs, by the names the model knows them by. */
export function matchLinks({ inputs }: Plan): (sourceName: string, demandName: string) => string | null {
  const buildings = new Map(inputs.buildings.map(({ buildingId, label }) => [label, buildingId]));
  const demands = new Map(inputs.demands.map(({ demandId, label }) => [label, demandId]));
  const matches = new Map(inputs.matches.map(({ matchId, buildingId, demandId }) => [`${buildingId} ${demandId}`, matchId]));
  return (sourceName, demandName) => {
    const matchId = matches.get(`${buildings.get(sourceName)} ${demands.get(demandName)}`);
    return matchId === undefined ? null : to(paths.match, { matchId });
  };
}

const ownersOf = ({ inputs }: Plan): ReadonlyMap<string, string> => new Map(inputs.demands.map(({ label, organisationName }) => [label, organisationName]));

/** A share this small is not worth a word. */
const NOTABLE_SHARE = 0.0005;

function coverWords({ t, percent }: Localised, { coverage, curtailedShare }: Planned['result']['connections'][number]): string {
  return curtailedShare >= NOTABLE_SHARE
    ? t('matching:served.coversShort', { coverage: percent(coverage), shortened: percent(curtailedShare, 1) })
    : t('matching:served.covers', { coverage: percent(coverage) });
}

export function presentMatches(localised: Localised, plan: Planned) {
  const { t, power, date, money, number } = localised;
  const link = matchLinks(plan);
  const owners = ownersOf(plan);
  const pipe = (dn: number, pairs: number): string =>
    (pairs > 1 ? t('matching:served.pipes', { dn: String(dn), pairs: String(pairs) }) : t('matching:served.pipe', { dn: String(dn) }));
  return [...plan.result.connections].sort((a, b) => b.npvEur - a.npvEur).map((each) => ({
    demandName: each.demandName, organisationName: owners.get(each.demandName), buildingName: each.sourceName, way: t(`matching:way.${each.connection}`),
    href: link(each.sourceName, each.demandName), capacity: power(each.capacityKw), pipe: pipe(each.dn, each.parallelPairs),
    start: each.startDate === null ? NONE : date(each.startDate), investment: money(each.investmentEur), npv: money(each.npvEur),
    heat: number(each.deliveredMwhPerYear), covers: coverWords(localised, each),
  }));
}

export const presentBuildings = ({ number, heat, percent }: Localised, { result }: Planned) => result.buildings.map((each) => ({
  name: each.sourceName, partners: number(each.partners), offered: heat(each.offeredMwhPerYear), claimed: heat(each.claimedMwhPerYear),
  share: each.offeredMwhPerYear > 0 ? percent(each.claimedMwhPerYear / each.offeredMwhPerYear, 1) : NONE, fullHours: number(each.fullHoursPerYear),
}));

type Print = (value: number) => string;

function difference({ t }: Localised, value: number, print: Print): string {
  const text = print(Math.abs(value));
  if (value === 0) return t('matching:greedy.same');
  return value > 0 ? `+${text}` : `−${text}`;
}

function gainWords(localised: Localised, { result: { greedy, proof }, request }: Planned): string {
  if (!greedy.keepsRules) return localised.t('matching:greedy.breaksRules');
  const gain = proof.value - greedy.value;
  return localised.t(`matching:greedy.${gain >= 0 ? 'more' : 'less'}`, { gain: worth(localised, Math.abs(gain), request) });
}

function comparedFigures(localised: Localised, { greedy, totals }: Planned['result']) {
  const { t, money, heat, unit, number } = localised;
  const row = (label: string, of: (totals: PlanTotals) => number, print: Print) => ({
    label, greedy: print(of(greedy.totals)), plan: print(of(totals)), difference: difference(localised, of(totals) - of(greedy.totals), print),
  });
  return [
    row(t('matching:figure.npv'), ({ npvEur }) => npvEur, money), row(t('matching:figure.investment'), ({ investmentEur }) => investmentEur, money),
    row(t('matching:greedy.heat'), ({ reusedMwh }) => reusedMwh, heat),
    row(t('matching:greedy.co2'), ({ avoidedTonnes }) => avoidedTonnes, (tonnes) => unit(tonnes, 't')),
    row(t('matching:figure.partners'), ({ partners }) => partners, (count) => number(count)),
  ];
}

/** What the plan gains over simply going down the list. */
export function presentComparison(localised: Localised, plan: Planned) {
  const { greedy, connections } = plan.result;
  const buildingOf = (matches: readonly { readonly sourceName: string; readonly demandName: string }[]) =>
    new Map(matches.map(({ demandName, sourceName }) => [demandName, sourceName]));
  const [byScore, planned] = [buildingOf(greedy.matches), buildingOf(connections)];
  return {
    summary: gainWords(localised, plan), rows: comparedFigures(localised, plan.result),
    partners: [...new Set([...byScore.keys(), ...planned.keys()])].map((name) => ({
      name, greedy: byScore.get(name) ?? NONE, plan: planned.get(name) ?? NONE, differs: byScore.get(name) !== planned.get(name),
    })),
  };
}

export function presentLeftOut(localised: Localised, plan: Planned) {
  const link = matchLinks(plan);
  const value = (amount: number): string => worth(localised, amount, plan.request);
  return plan.leftOut?.map(({ demandName, reason, lostValue, aloneValue, sourceName, obstacles }) => ({
    demandName, reason: localised.t(`matching:leftOut.reason.${reason}`), obstacles, buildingName: sourceName,
    href: sourceName === null ? null : link(sourceName, demandName),
    lost: lostValue === null ? NONE : value(Math.max(0, lostValue)), alone: aloneValue === null ? NONE : value(aloneValue),
  })) ?? null;
}

export function presentPinPrices(localised: Localised, plan: Planned) {
  if (plan.request.pins.length === 0) return { none: true, rows: [] };
  const { t } = localised;
  return plan.pins === null ? null : {
    none: false,
    rows: plan.pins.map(({ demandName, sourceName, pin, price, atMost }) => ({
      demandName, buildingName: sourceName ?? t('matching:pinPrices.anyBuilding'), pin: t(`matching:pinned.${pin}`),
      price: worth(localised, price, plan.request), atMost: worth(localised, atMost, plan.request), isFree: price === 0,
    })),
  };
}
