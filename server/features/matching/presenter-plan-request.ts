/** What a plan was asked for, and from what it was made. */
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { Plan } from './plan.js';

function objectiveWords({ t, number }: Localised, { objective, weights }: Plan['request']): string {
  return objective !== 'mix' ? t(`matching:objective.${objective}`)
    : t('matching:asked.mix', { npv: number(weights.npv, 2), co2: number(weights.co2EurPerTonne), heat: number(weights.heatEurPerMwh) });
}

function pinWords({ t }: Localised, { request, pins }: Plan): string {
  if (request.pins.length === 0) return t('matching:asked.none');
  const count = (pin: 'in' | 'out'): string => String(request.pins.filter((each) => each.pin === pin).length);
  return t(`matching:asked.${pins === null ? 'pinCount' : 'pinCountPriced'}`, { in: count('in'), out: count('out') });
}

export function presentRequest(localised: Localised, plan: Plan) {
  const { t, money, percent, unit } = localised;
  const { budgetEur, minimumResearchShare, gap, timeLimitSeconds } = plan.request;
  return [
    ['objective', objectiveWords(localised, plan.request)],
    ['budget', budgetEur === null ? t('matching:asked.noLimit') : money(budgetEur)],
    ['research', minimumResearchShare === 0 ? t('matching:asked.none') : percent(minimumResearchShare, 1)],
    ['pins', pinWords(localised, plan)],
    ['proof', t('matching:asked.proofValue', { gap: percent(gap, 2), limit: unit(timeLimitSeconds, 's') })],
  ].map(([label, value]) => ({ label: t(`matching:asked.${label}`), value }));
}

export function presentInputs({ t }: Localised, { inputs, id }: Plan) {
  const versions = (things: readonly { readonly label: string; readonly version: number }[]): string =>
    things.map(({ label, version }) => t('matching:asked.versionOf', { name: label, version: String(version) })).join(', ');
  return {
    site: t('matching:asked.version', { version: String(inputs.siteVersion) }), buildings: versions(inputs.buildings), demands: versions(inputs.demands),
    model: inputs.modelVersion, year: String(inputs.year), cases: to(paths.planCases, { planId: id }), json: to(paths.planJson, { planId: id }),
  };
}
