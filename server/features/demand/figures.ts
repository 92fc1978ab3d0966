import {
  DEFAULT_CLIMATE, demandProfileKw, energyMwh, monthlySumMwh, type Archetype, type DemandInput,
} from '../../engineering/index.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';

/** What a year of heat adds up to; shown as a preview and beside every demand. */
export interface ProfileFigures {
  readonly annualMwh: number;
  readonly peakKw: number;
  readonly fullLoadHours: number;
  readonly monthlyMwh: readonly number[];
}

const KWH_PER_MWH = 1000;

export function figuresOf(hourlyKw: ArrayLike<number>): ProfileFigures {
  let peakKw = 0;
  for (let hour = 0; hour < hourlyKw.length; hour++) peakKw = Math.max(peakKw, hourlyKw[hour] ?? 0);
  const annualMwh = energyMwh(hourlyKw);
  return {
    annualMwh, peakKw, monthlyMwh: monthlySumMwh(hourlyKw),
    fullLoadHours: peakKw > 0 ? (annualMwh * KWH_PER_MWH) / peakKw : 0,
  };
}

function shapedProfile(archetype: Archetype, answers: DemandAnswers, annualDemandMwh: number): Float64Array {
  const { use, startDate, endDate } = answers;
  const demand: DemandInput = {
    annualDemandMwh, flowTemperatureC: answers.flowTemperatureC ?? 0, returnTemperatureC: answers.returnTemperatureC ?? 0,
    profile: { archetype }, routeLengthM: 0, alternative: { costEurPerMwh: 0, emissionKgPerMwh: 0 },
    ...(use !== undefined && { use }), ...(startDate !== undefined && { startDate }), ...(endDate !== undefined && { endDate }),
  };
  return demandProfileKw(demand, DEFAULT_CLIMATE.hourlyTemperatureC);
}

const isShapeKnown = ({ archetype, startDate, endDate }: DemandAnswers): boolean =>
  archetype !== 'research-campaign' || (startDate !== undefined && endDate !== undefined && startDate <= endDate);

/** The year's energy that makes the archetype peak at `peakKw` in the default climate; NaN where the shape has no heat. */
function annualFromPeakMwh(archetype: Archetype, answers: DemandAnswers, peakKw: number): number {
  const unit = figuresOf(shapedProfile(archetype, answers, 1));
  return unit.peakKw > 0 ? peakKw / unit.peakKw : Number.NaN;
}

/** The 8760 hours as far as the answers allow; null while use, amount or profile are missing. */
export function profileHoursKw(answers: DemandAnswers, hourly: HourlyUpload | null): ArrayLike<number> | null {
  const { profileKind, archetype, annualDemandMwh, peakKw } = answers;
  if (profileKind === 'hourly') return hourly?.valuesKw ?? null;
  if (archetype === undefined || !isShapeKnown(answers)) return null;
  if (annualDemandMwh === undefined && peakKw === undefined) return null;
  const annualMwh = annualDemandMwh ?? annualFromPeakMwh(archetype, answers, peakKw ?? 0);
  return annualMwh > 0 && Number.isFinite(annualMwh) ? shapedProfile(archetype, answers, annualMwh) : null;
}

export function profileFigures(answers: DemandAnswers, hourly: HourlyUpload | null): ProfileFigures | null {
  const hoursKw = profileHoursKw(answers, hourly);
  return hoursKw === null ? null : figuresOf(hoursKw);
}
