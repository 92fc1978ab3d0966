/** Each criterion of the score in one plain sentence. */
import type { Assumptions } from './assumptions.js';
import type { CriterionName } from './match-case.js';
import { figure, percent } from './wording.js';

const WORDS: Readonly<Record<CriterionName, (value: number, assumptions: Assumptions) => string>> = {
  cost: (value, { fullMarksSavedShare }) => {
    if (value === 0) return `Nothing is saved on what the partner pays today; full marks from ${percent(fullMarksSavedShare)} less.`;
    return value > 0
      ? `The heat can be had for ${percent(value)} less than the partner pays today; full marks from ${percent(fullMarksSavedShare)}.`
      : `The heat would cost ${percent(-value)} more than the partner pays today: no deal at these terms.`;
  },
  climate: (value, { fullMarksAvoidedKgPerMwh }) => (value >= 0
    ? `Each MWh delivered avoids ${figure(value)} kg CO2; full marks from ${figure(fullMarksAvoidedKgPerMwh)} kg.`
    : `Each MWh delivered causes ${figure(-value)} kg CO2 more than the heat it replaces.`),
  coverage: (value) => `The match covers ${percent(value)} of the demand; full marks at 100 %.`,
  use: (value) => `The match takes ${percent(value)} of the heat on offer over the year; full marks at 100 %.`,
  efficiency: (value, { noMarksElectricityPerHeat }) =>
    `Each MWh delivered takes ${figure(value)} MWh of electricity; full marks at 0, none from ${figure(noMarksElectricityPerHeat)}.`,
  readiness: (value, { noMarksReadinessMonths }) => (value === 0
    ? 'Heat and demand are ready at the same time, or a date was not given.'
    : `Heat and demand start ${figure(value)} months apart; full marks at 0, none from ${figure(noMarksReadinessMonths)}.`),
  research: (value) =>
    `Research value ${percent(value)}: shared topics, data offered, readiness level and budget count a quarter each.`,
};

/** Why a criterion got its marks; `value` in the criterion's own unit. */
export const explainCriterion = (name: CriterionName, value: number, assumptions: Assumptions): string =>
  WORDS[name](value, assumptions);
