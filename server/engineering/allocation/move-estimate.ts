/**
 * What a change of one partner would gain, roughly and fast: which moves deserve an exact evaluation. Heat that is short costs what
 * the least valuable partner of the hour loses by it.
 */
import { hourValue } from './hour-value.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';

/** `candidate` undefined: serve the demand no more. */
export interface Move {
  readonly demand: number;
  readonly candidate: Candidate | undefined;
  readonly gain: number;
}

interface Pressure {
  /** Claims of all chosen over the offer, kW an hour of the year. */
  readonly excessKw: Float64Array;
  /** Value lost over the horizon for each kW that is short. */
  readonly lostPerKw: Float64Array;
}

function pressureAt(evaluator: Evaluator, source: number, chosen: readonly Candidate[]): Pressure {
  const { problem: { hoursPerYear, sources }, years, rules: { weights } } = evaluator;
  const excessKw = (sources[source]?.offeredKw ?? new Float64Array(hoursPerYear)).map((kw) => -kw);
  const lostPerKw = new Float64Array(hoursPerYear).fill(Infinity);
  const from = years.from(chosen.reduce((latest, { startHour }) => Math.max(latest, startHour), 0));
  for (const candidate of chosen) {
    const { line, claimKw, deliveredKw } = evaluator.hours(candidate);
    for (let hour = 0; hour < hoursPerYear; hour++) {
      const claim = claimKw[hour] as number;
      const times = from.years[hour] as number;
      if (claim <= 0 || times <= 0) continue;
      excessKw[hour] = (excessKw[hour] as number) + claim;
      const factor = (from.discounted[hour] as number) / times;
      const lost = (times * hourValue(line, weights, hour, deliveredKw[hour] as number, factor)) / claim;
      if (lost < (lostPerKw[hour] as number)) lostPerKw[hour] = lost;
    }
  }
  return { excessKw, lostPerKw: lostPerKw.map((lost) => (lost === Infinity ? 0 : lost)) };
}

/** Change of what is lost to shortage when claims are added to, or taken from, what a building has to give. */
function shortageCost({ excessKw, lostPerKw }: Pressure, added: Float64Array | undefined, taken: Float64Array | undefined): number {
  let cost = 0;
  for (let hour = 0; hour < excessKw.length; hour++) {
    const before = excessKw[hour] as number;
    const after = before + (added ? added[hour] as number : 0) - (taken ? taken[hour] as number : 0);
    if (before <= 0 && after <= 0) continue;
    cost += (lostPerKw[hour] as number) * (Math.max(0, after) - Math.max(0, before));
  }
  return cost;
}

/** For each demand its moves, the most promising first. */
export function estimateMoves(evaluator: Evaluator, chosen: readonly Candidate[], candidates: readonly Candidate[]): Move[][] {
  const pressures = evaluator.problem.sources.map((_, source) =>
    pressureAt(evaluator, source, chosen.filter((each) => each.source === source)));
  const cost = (source: number, added?: Candidate, taken?: Candidate): number => {
    const pressure = pressures[source];
    return pressure ? shortageCost(pressure, added && evaluator.hours(added).claimKw, taken && evaluator.hours(taken).claimKw) : 0;
  };
  return evaluator.problem.demands.map((_, demand) => {
    const present = chosen.find((each) => each.demand === demand);
    const released = present ? -evaluator.fullValue(present) - cost(present.source, undefined, present) : 0;
    const moves = candidates.filter((each) => each.demand === demand && each !== present).map((candidate): Move => ({
      demand, candidate,
      gain: evaluator.fullValue(candidate) + (present?.source === candidate.source
        ? -evaluator.fullValue(present) - cost(candidate.source, candidate, present) : released - cost(candidate.source, candidate)),
    }));
    if (present) moves.push({ demand, candidate: undefined, gain: released });
    return moves.sort((a, b) => b.gain - a.gain);
  });
}
