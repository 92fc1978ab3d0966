/** The plan year by year, in calendar years; in years of the plan (1, 2, ...) when no date is given. */
import { KWH_PER_MWH } from '../units.js';
import { avoidedTonnes, cashEur, fromSourceKw, hourLine, type HourLine } from './hour-value.js';
import type { DispatchedStage } from './plan-dispatch.js';
import type { AllocationProblem, Candidate } from './problem.js';

export interface RoadmapYear {
  readonly year: number;
  /** Names of the partners whose connection starts. */
  readonly starting: readonly string[];
  /** Names of the buildings whose heat becomes available. */
  readonly commissioned: readonly string[];
  readonly investmentEur: number;
  readonly partnersServed: number;
  readonly offeredMwh: number;
  readonly reusedMwh: number;
  /** Of each building, in the order of the sources. */
  readonly reusedMwhByBuilding: readonly number[];
  readonly deliveredMwh: number;
  readonly avoidedTonnes: number;
  /** Saved heat cost and credit less electricity and upkeep, not discounted, without investment. */
  readonly cashFlowEur: number;
  /** Energy reuse factor of the buildings commissioned. */
  readonly erf: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
interface YearSums extends Mutable<Omit<RoadmapYear, 'starting' | 'commissioned' | 'partnersServed' | 'erf' | 'reusedMwhByBuilding'>> {
  starting: string[];
  commissioned: string[];
  readonly served: Set<Candidate>;
  readonly reusedMwhByBuilding: number[];
  electricityMwh: number;
}

const FIRST_PLAN_YEAR = 1;
const YEAR_DIGITS = 4;

class Roadmap {
  private readonly sums: YearSums[] = [];
  private readonly lines = new Map<Candidate, HourLine>();
  private readonly firstYear: number;
  private readonly endHour: number;

  constructor(private readonly problem: AllocationProblem) {
    this.firstYear = problem.firstDate === null ? FIRST_PLAN_YEAR : Number(problem.firstDate.slice(0, YEAR_DIGITS));
    this.endHour = problem.horizonYears * problem.hoursPerYear;
  }

  private at(time: number): YearSums | undefined {
    if (time >= this.endHour) return undefined;
    const place = Math.floor((this.problem.firstHour + time) / this.problem.hoursPerYear);
    while (this.sums.length <= place) {
      this.sums.push({
        year: this.firstYear + this.sums.length, starting: [], commissioned: [], served: new Set(), investmentEur: 0, offeredMwh: 0,
        reusedMwh: 0, reusedMwhByBuilding: this.problem.sources.map(() => 0), deliveredMwh: 0, avoidedTonnes: 0, cashFlowEur: 0, electricityMwh: 0,
      });
    }
    return this.sums[place];
  }

  addSources(): void {
    const { problem: { sources, hoursPerYear, firstHour } } = this;
    for (const { name, startHour, offeredKw, electricityMwh } of sources) {
      this.at(startHour)?.commissioned.push(name);
      for (let time = startHour; time < this.endHour; time++) {
        const year = this.at(time);
        if (!year) continue;
        year.offeredMwh += (offeredKw[(firstHour + time) % hoursPerYear] as number) / KWH_PER_MWH;
        year.electricityMwh += electricityMwh / hoursPerYear;
      }
    }
  }

  addChoice(chosen: readonly Candidate[]): void {
    const { problem } = this;
    for (const candidate of [...chosen].sort((a, b) => a.startHour - b.startHour)) {
      this.lines.set(candidate, hourLine(problem, candidate));
      const year = this.at(candidate.startHour);
      if (!year) continue;
      year.starting.push(problem.demands[candidate.demand]?.name ?? '');
      year.investmentEur += candidate.investmentEur;
      for (let time = candidate.startHour; time < this.endHour; time += 1) {
        const running = this.at(time);
        if (!running) continue;
        running.served.add(candidate);
        running.cashFlowEur -= (problem.fixedOandM * candidate.investmentEur) / problem.hoursPerYear;
      }
    }
  }

  addStage({ source, fromHour, toHour, connections }: DispatchedStage): void {
    const { problem: { hoursPerYear, firstHour } } = this;
    for (const { candidate, deliveredKw } of connections) {
      const line = this.lines.get(candidate);
      if (!line) continue;
      for (let time = fromHour; time < toHour; time++) {
        const hour = (firstHour + time) % hoursPerYear;
        const delivered = deliveredKw[hour] as number;
        const year = delivered > 0 ? this.at(time) : undefined;
        if (!year) continue;
        year.deliveredMwh += delivered / KWH_PER_MWH;
        const reusedMwh = fromSourceKw(line, delivered) / KWH_PER_MWH;
        year.reusedMwh += reusedMwh;
        year.reusedMwhByBuilding[source] = (year.reusedMwhByBuilding[source] as number) + reusedMwh;
        year.avoidedTonnes += avoidedTonnes(line, delivered);
        year.cashFlowEur += cashEur(line, hour, delivered);
      }
    }
  }

  years(): RoadmapYear[] {
    return this.sums.map(({ served, electricityMwh, ...year }) =>
      ({ ...year, partnersServed: served.size, erf: electricityMwh > 0 ? year.reusedMwh / electricityMwh : 0 }));
  }
}

export function roadmap(problem: AllocationProblem, chosen: readonly Candidate[], stages: Iterable<DispatchedStage>): RoadmapYear[] {
  const roadmapOfPlan = new Roadmap(problem);
  roadmapOfPlan.addSources();
  roadmapOfPlan.addChoice(chosen);
  for (const stage of stages) roadmapOfPlan.addStage(stage);
  return roadmapOfPlan.years();
}
