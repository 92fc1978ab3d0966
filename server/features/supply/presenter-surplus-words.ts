import type { Localised } from '../../shared/i18n.js';
import type { BuildingSurplus, Heat } from './surplus.js';

/** From which supply temperature on heat counts as lukewarm, warm, hot: steps of the one cold-to-hot scale. */
const WARMER_STEPS_C = [32, 40, 55] as const;
const SCALE_END_C = 100;

/** 1 cold .. 4 hot; a class of the style sheet. */
export const heatStep = (temperatureC: number): number => 1 + WARMER_STEPS_C.filter((from) => temperatureC >= from).length;

const clamp = (temperatureC: number): number => Math.min(SCALE_END_C, Math.max(0, temperatureC));

/** A building's temperatures as text and as a mark on a scale from 0 to 100 °C. */
export function presentTemperatures({ number }: Localised, { supplyTemperatureC, returnTemperatureC }: BuildingSurplus['building']) {
  const degrees = (value: number): string => number(value, Number.isInteger(value) ? 0 : 1);
  return {
    text: `${degrees(supplyTemperatureC)} / ${degrees(returnTemperatureC)}`, step: heatStep(supplyTemperatureC),
    from: clamp(returnTemperatureC), width: clamp(supplyTemperatureC) - clamp(returnTemperatureC),
  };
}

export function stateText({ t, date }: Localised, { state, backOn, building }: BuildingSurplus): string {
  if (state === 'maintenance' && backOn !== null) return t('supply:state.maintenance', { date: date(backOn) });
  return t(state === 'future' ? 'supply:state.future' : 'supply:state.running', { date: date(building.commissioningDate) });
}

export const total = (heats: readonly Heat[]): Heat => ({
  committed: heats.reduce((sum, { committed }) => sum + committed, 0), free: heats.reduce((sum, { free }) => sum + free, 0),
});

/** Small sites have MWh worth a decimal, large ones not. */
export const mwh = ({ number }: Localised, value: number): string => number(value, value > 0 && value < 100 ? 1 : 0);
