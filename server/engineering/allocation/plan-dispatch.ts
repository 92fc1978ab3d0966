/** The plan hour by hour: what every connection is delivered, stage by stage. This is what is shown and what is verified. */
import { shareOut, serviceOrder } from './hourly-service.js';
import { sourceStages, type Evaluator, type SourceStage } from './plan-value.js';
import type { Candidate } from './problem.js';

/** The same connections run at a building from one hour of the plan to another; one year stands for all of them. */
export interface DispatchedStage {
  readonly source: number;
  readonly fromHour: number;
  readonly toHour: number;
  /** Delivered, kW, one value an hour of the year. */
  readonly connections: readonly { readonly candidate: Candidate; readonly deliveredKw: Float64Array }[];
}

function dispatched(evaluator: Evaluator, source: number, { fromHour, toHour, contenders }: SourceStage): DispatchedStage {
  const { problem } = evaluator;
  const offeredKw = problem.sources[source]?.offeredKw ?? new Float64Array();
  const series = contenders.map(() => new Float64Array(problem.hoursPerYear));
  const inHour = new Float64Array(contenders.length);
  const working = serviceOrder(contenders.length);
  for (let hour = 0; hour < problem.hoursPerYear; hour++) {
    shareOut(contenders, hour, offeredKw[hour] as number, working, inHour);
    series.forEach((own, index) => { own[hour] = inHour[index] as number; });
  }
  return {
    source, fromHour, toHour,
    connections: contenders.map(({ candidate }, index) => ({ candidate, deliveredKw: series[index] as Float64Array })),
  };
}

/** One stage at a time: all together would fill the memory of a big site. */
export function* planDispatch(evaluator: Evaluator, chosen: readonly Candidate[]): Generator<DispatchedStage> {
  for (let source = 0; source < evaluator.problem.sources.length; source++) {
    const own = chosen.filter((candidate) => candidate.source === source);
    for (const stage of sourceStages(evaluator, own)) yield dispatched(evaluator, source, stage);
  }
}
