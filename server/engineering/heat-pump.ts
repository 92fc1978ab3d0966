/** Coefficient of performance of a heat pump between two water streams. */
import type { Assumptions } from './assumptions.js';
import { kelvinFromC } from './units.js';

export type HeatPumpModel = 'carnot' | 'lorenz';

/** Temperatures of the two streams at the heat pump, degrees C. */
export interface HeatPumpStreams {
  readonly sinkOutletC: number;
  readonly sinkInletC: number;
  readonly sourceInletC: number;
  readonly sourceOutletC: number;
}

const cappedCop = (share: number, hotK: number, coldK: number, maximumCop: number): number => {
  const liftK = hotK - coldK;
  return liftK > 0 ? Math.min(maximumCop, (share * hotK) / liftK) : maximumCop;
};

/**
 * `0.55 * Tc / (Tc - Te)` in kelvin, condensing 5 K above the sink outlet, evaporating 5 K below the source outlet, at most 10.
 * Source of the share: EMB3Rs and oemof.thermal. Valid for one compressor or several in parallel.
 */
export function carnotCop({ sinkOutletC, sourceOutletC }: HeatPumpStreams, assumptions: Assumptions): number {
  const condensingK = kelvinFromC(sinkOutletC + assumptions.condenserApproachK);
  const evaporatingK = kelvinFromC(sourceOutletC - assumptions.evaporatorApproachK);
  return cappedCop(assumptions.carnotEfficiency, condensingK, evaporatingK, assumptions.maximumCop);
}

/** Streams whose ends differ by less than this have the arithmetic mean: the logarithm would lose all digits. */
const SAME_TEMPERATURE_K = 1e-6;

/** Log-mean of two absolute temperatures, K. */
export function logMeanTemperatureK(aK: number, bK: number): number {
  return Math.abs(aK - bK) < SAME_TEMPERATURE_K ? (aK + bK) / 2 : (aK - bK) / Math.log(aK / bK);
}

/** Share of the Lorenz COP reached at a heat output in MW: `4.34 ln(P_MW) + 40.08` percent within 35..60. Danish Energy Agency. */
export function lorenzEfficiency(heatOutputMw: number, assumptions: Assumptions): number {
  const efficiency = assumptions.lorenzSlope * Math.log(heatOutputMw) + assumptions.lorenzAtOneMw;
  return Math.min(assumptions.lorenzHighest, Math.max(assumptions.lorenzLowest, efficiency));
}

/** `eta * Th / (Th - Tl)` with log-mean temperatures of sink and source in kelvin, at most 10; large plants in series. */
export function lorenzCop(streams: HeatPumpStreams, heatOutputMw: number, assumptions: Assumptions): number {
  const hotK = logMeanTemperatureK(kelvinFromC(streams.sinkOutletC), kelvinFromC(streams.sinkInletC));
  const coldK = logMeanTemperatureK(kelvinFromC(streams.sourceInletC), kelvinFromC(streams.sourceOutletC));
  return cappedCop(lorenzEfficiency(heatOutputMw, assumptions), hotK, coldK, assumptions.maximumCop);
}

/** COP of a heat pump of `heatOutputMw` by the chosen model. */
export const coefficientOfPerformance = (
  model: HeatPumpModel, streams: HeatPumpStreams, heatOutputMw: number, assumptions: Assumptions,
): number => (model === 'lorenz'
  ? lorenzCop(streams, heatOutputMw, assumptions)
  : carnotCop(streams, assumptions));
