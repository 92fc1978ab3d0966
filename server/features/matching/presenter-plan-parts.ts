import type { PlanTotals } from '../../engineering/index.js';
import { formatDate, formatHeat, formatMoney, formatNumber, formatPercent, formatPower, formatUnit } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import type { Plan } from './plan.js';
import { LEFT_OUT_WORDS, NONE, WAYS, worth } from './plan-wording.js';

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

export function presentMatches(plan: Planned) {
  const link = matchLinks(plan);
  const owners = ownersOf(plan);
  return [...plan.result.connections].sort((a, b) => b.npvEur - a.npvEur).map((each) => ({
    demandName: each.demandName, organisationName: owners.get(each.demandName), buildingName: each.sourceName, way: WAYS[each.connection],
    href: link(each.sourceName, each.demandName), capacity: formatPower(each.capacityKw),
    pipe: `DN ${each.dn}${each.parallelPairs > 1 ? `, ${each.parallelPairs} pairs` : ''}`,
    start: each.startDate === null ? NONE : formatDate(each.startDate), investment: formatMoney(each.investmentEur), npv: formatMoney(each.npvEur),
    heat: formatNumber(each.deliveredMwhPerYear), coverage: formatPercent(each.coverage),
    shortened: each.curtailedShare >= 0.0005 ? formatPercent(each.curtailedShare, 1) : null,
  }));
}

export const presentBuildings = ({ result }: Planned) => result.buildings.map((each) => ({
  name: each.sourceName, partners: formatNumber(each.partners), offered: formatHeat(each.offeredMwhPerYear), claimed: formatHeat(each.claimedMwhPerYear),
  share: each.offeredMwhPerYear > 0 ? formatPercent(each.claimedMwhPerYear / each.offeredMwhPerYear, 1) : NONE, fullHours: formatNumber(each.fullHoursPerYear),
}));

const difference = (value: number, print: (value: number) => string): string => {
  const text = print(Math.abs(value));
  if (value === 0) return 'the same';
  return value > 0 ? `+${text}` : `−${text}`;
};

/** What the plan gains over simply going down the list. */
export function presentComparison(plan: Planned) {
  const { greedy, totals, connections } = plan.result;
  const row = (label: string, of: (totals: PlanTotals) => number, print: (value: number) => string) => ({
    label, greedy: print(of(greedy.totals)), plan: print(of(totals)), difference: difference(of(totals) - of(greedy.totals), print),
  });
  const buildingOf = (matches: readonly { readonly sourceName: string; readonly demandName: string }[]) =>
    new Map(matches.map(({ demandName, sourceName }) => [demandName, sourceName]));
  const [byScore, planned] = [buildingOf(greedy.matches), buildingOf(connections)];
  const gain = plan.result.proof.value - greedy.value;
  return {
    summary: !greedy.keepsRules ? 'Going down the ranking by score does not keep the rules of this plan.'
      : `The plan is worth ${worth(Math.abs(gain), plan.request)} ${gain >= 0 ? 'more' : 'less'} than going down the ranking by score.`,
    rows: [
      row('Net present value', ({ npvEur }) => npvEur, formatMoney), row('Investment', ({ investmentEur }) => investmentEur, formatMoney),
      row('Heat reused over the years', ({ reusedMwh }) => reusedMwh, formatHeat),
      row('CO2 avoided over the years', ({ avoidedTonnes }) => avoidedTonnes, (tonnes) => formatUnit(tonnes, 't')),
      row('Partners served', ({ partners }) => partners, (count) => formatNumber(count)),
    ],
    partners: [...new Set([...byScore.keys(), ...planned.keys()])].map((name) => ({
      name, greedy: byScore.get(name) ?? NONE, plan: planned.get(name) ?? NONE, differs: byScore.get(name) !== planned.get(name),
    })),
  };
}

export function presentLeftOut(plan: Planned) {
  const link = matchLinks(plan);
  return plan.leftOut?.map(({ demandName, reason, lostValue, aloneValue, sourceName, obstacles }) => ({
    demandName, reason: LEFT_OUT_WORDS[reason], obstacles, buildingName: sourceName, href: sourceName === null ? null : link(sourceName, demandName),
    lost: lostValue === null ? NONE : worth(Math.max(0, lostValue), plan.request), alone: aloneValue === null ? NONE : worth(aloneValue, plan.request),
  })) ?? null;
}

export function presentPinPrices(plan: Planned) {
  if (plan.request.pins.length === 0) return { none: true, rows: [] };
  return plan.pins === null ? null : {
    none: false,
    rows: plan.pins.map(({ demandName, sourceName, pin, price, atMost }) => ({
      demandName, buildingName: sourceName ?? 'any building', pin: pin === 'in' ? 'Pinned in' : 'Pinned out',
      price: worth(price, plan.request), atMost: worth(atMost, plan.request), isFree: price === 0,
    })),
  };
}
