import { UNCERTAINTY_TABLE, type MatchSimulation } from '../../engineering/index.js';
import { toCsv } from '../../shared/csv.js';
import type { Role } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import type { TornadoChart } from '../../shared/ports.js';
import { tornadoChart } from '../matching/index.js';
import { inputWords, isWithheld } from './presenter-uncertain-input.js';

export const matchTornadoChart = (localised: Localised, simulation: MatchSimulation, role: Role): TornadoChart =>
  tornadoChart(localised, simulation, (bar) => inputWords(localised, bar, role));

export function tornadoCsv({ tornado, assumedNpvEur }: MatchSimulation, role: Role): string {
  return toCsv(
    ['input', 'unit', 'assumed', 'low', 'high', 'lowFactor', 'highFactor', 'assumedNpvEur', 'npvAtLowEur', 'npvAtHighEur', 'source'],
    tornado.map((bar) => {
      const { range: [lowFactor, highFactor], source } = UNCERTAINTY_TABLE[bar.input];
      const own = isWithheld(bar.input, role) ? [null, null, null] : [bar.assumed, bar.low, bar.high];
      return [bar.label, bar.unit, ...own, lowFactor, highFactor, assumedNpvEur, bar.npvAtLowEur, bar.npvAtHighEur, source];
    }));
}
