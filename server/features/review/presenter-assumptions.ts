import { ASSUMPTIONS, type Assumption } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import { few } from './wording.js';

const SMALL = 0.001;
const DIGITS = 4;

function printValue(localised: Localised, { value }: Assumption): string {
  if (value === 0 || Math.abs(value) >= SMALL) return few(localised, value, DIGITS);
  const [mantissa, exponent] = value.toExponential(2).split('e');
  return `${localised.number(Number(mantissa), 2)}e${exponent}`;
}

/** Every default of the model with its source. */
export const presentAssumptions = (localised: Localised) => ASSUMPTIONS.map((assumption) => ({
  label: localised.t(`assumption:of.${assumption.key}.label`), value: printValue(localised, assumption),
  unit: assumption.unit === '-' ? '' : localised.t(`assumption:of.${assumption.key}.unit`), source: localised.t(`assumption:of.${assumption.key}.source`),
}));
