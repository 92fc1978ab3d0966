/**
 * Re-checks a plan without the solver and without the code that valued it: every rule, every hour of every stage, and the totals
 * added up again hour after hour through the calendar of the plan.
 */
import { KG_PER_TONNE, KWH_PER_MWH } from '../units.js';
import type { DispatchedStage } from './plan-dispatch.js';
import type { AllocationProblem, Candidate, PlanRules } from './problem.js';

export const CHECKS = [
  'candidate', 'one-connection', 'start', 'demand', 'capacity', 'offer', 'balance', 'budget', 'pin', 'research-share', 'totals', 'stages',
] as const;

export interface Violation {
  readonly check: (typeof CHECKS)[number];
  /** What and where, in words. */
  readonly where: string;
  readonly value: number;
  readonly limit: number;
}

export interface PlanRecord {
  readonly chosen: readonly Candidate[];
  readonly totals: { readonly npvEur: number; readonly avoidedTonnes: number; readonly reusedMwh: number; readonly investmentEur: number };
  readonly stages: Iterable<DispatchedStage>;
}

/** Sums over hundreds of thousands of hours agree so far; limits in a single hour hold to rounding. */
const TOTALS_TOLERANCE = 1e-6;
const HOUR_TOLERANCE = 1e-9;

class Verification {
  readonly violations: Violation[] = [];
  private readonly sums = { npvEur: 0, avoidedTonnes: 0, reusedMwh: 0 };
  private readonly reported = new Set<string>();

  constructor(private readonly problem: AllocationProblem, private readonly rules: PlanRules, private readonly record: PlanRecord) {}

  run(): Violation[] {
    this.checkChoice();
    this.checkRules();
    this.checkStages();
    this.checkTotals();
    return this.violations;
  }

  /** The first hour of each kind and place is enough. */
  private report(check: Violation['check'], where: string, value: number, limit: number, detail = ''): void {
    const key = `${check} ${where}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.violations.push({ check, where: where + detail, value, limit });
  }

  private nameOf({ demand }: Candidate): string {
    return this.problem.demands[demand]?.name ?? `demand ${demand}`;
  }

  private checkChoice(): void {
    const served = new Map<number, number>();
    for (const candidate of this.record.chosen) {
      if (this.problem.candidates[candidate.index] !== candidate) {
        this.report('candidate', `${this.nameOf(candidate)} is connected in a way that is not among the candidates`, candidate.index, 0);
      }
      served.set(candidate.demand, (served.get(candidate.demand) ?? 0) + 1);
    }
    for (const [demand, count] of served) {
      if (count > 1) this.report('one-connection', `${this.problem.demands[demand]?.name ?? demand} is connected more than once`, count, 1);
    }
  }

  private checkRules(): void {
    const { chosen } = this.record;
    const investmentEur = chosen.reduce((sum, each) => sum + each.investmentEur, 0);
    const { budgetEur, pins } = this.rules;
    if (investmentEur > budgetEur * (1 + HOUR_TOLERANCE)) this.report('budget', 'the investment', investmentEur, budgetEur);
    pins.forEach(({ demand, source, pin }, index) => {
      const connected = chosen.filter((each) => each.demand === demand && (source === null || each.source === source)).length;
      const wanted = pin === 'in' ? 1 : 0;
      if (Math.min(1, connected) !== wanted) this.report('pin', `pin ${index + 1}`, connected, wanted);
    });
    this.checkResearch();
  }

  private checkResearch(): void {
    const { minimumResearchShare } = this.rules;
    if (minimumResearchShare === 0) return;
    let research = 0;
    let all = 0;
    for (const candidate of this.record.chosen) {
      const mwh = this.contractedMwh(candidate);
      all += mwh;
      if (this.problem.demands[candidate.demand]?.research) research += mwh;
    }
    const share = all > 0 ? research / all : 1;
    if (share < minimumResearchShare - HOUR_TOLERANCE) this.report('research-share', 'heat contracted', share, minimumResearchShare);
  }

  /** Taken from the building over the horizon if nobody else wanted its heat, MWh. */
  private contractedMwh({ demand, source, startHour, lines }: Candidate): number {
    const { hoursPerYear, horizonYears, firstHour, demands, sources } = this.problem;
    let kwh = 0;
    for (let time = startHour; time < horizonYears * hoursPerYear; time++) {
      const hour = (firstHour + time) % hoursPerYear;
      const limitKw = (sources[source]?.offeredKw[hour] ?? 0) * lines.limitPerOffered - lines.limitLossKw;
      const deliveredKw = Math.min(demands[demand]?.demandKw[hour] ?? 0, lines.capacityKw, limitKw);
      if (deliveredKw > HOUR_TOLERANCE) kwh += deliveredKw * lines.sourceFraction + lines.sourceLossKw;
    }
    return kwh / KWH_PER_MWH;
  }

  private checkStages(): void {
    const runsFrom = new Map<Candidate, number>();
    const runsTo = new Map<Candidate, number>();
    const endHour = this.problem.horizonYears * this.problem.hoursPerYear;
    for (const stage of this.record.stages) {
      this.checkStage(stage);
      for (const { candidate } of stage.connections) {
        if (stage.fromHour < candidate.startHour) {
          this.report('start', `${this.nameOf(candidate)} runs before it starts`, stage.fromHour, candidate.startHour);
        }
        const begins = runsFrom.get(candidate) ?? stage.fromHour;
        if (begins !== stage.fromHour && runsTo.get(candidate) !== stage.fromHour) {
          this.report('stages', `${this.nameOf(candidate)} is interrupted`, stage.fromHour, runsTo.get(candidate) ?? 0);
        }
        runsFrom.set(candidate, begins);
        runsTo.set(candidate, stage.toHour);
      }
    }
    for (const candidate of this.record.chosen) {
      if (candidate.startHour >= endHour) continue;
      if (runsFrom.get(candidate) !== candidate.startHour || runsTo.get(candidate) !== endHour) {
        this.report('stages', `${this.nameOf(candidate)} does not run from its start to the end`, runsFrom.get(candidate) ?? -1, candidate.startHour);
      }
    }
  }

  private checkStage(stage: DispatchedStage): void {
    const { hoursPerYear, firstHour, sources } = this.problem;
    const source = sources[stage.source];
    const limits = Math.min(hoursPerYear, stage.toHour - stage.fromHour);
    for (let time = stage.fromHour; time < stage.toHour; time++) {
      const hour = (firstHour + time) % hoursPerYear;
      let claimedKw = 0;
      for (const { candidate, deliveredKw } of stage.connections) {
        const delivered = deliveredKw[hour] ?? NaN;
        if (time - stage.fromHour < limits) claimedKw += this.checkHour(candidate, hour, delivered);
        this.addHour(candidate, hour, time, delivered);
      }
      const offeredKw = source?.offeredKw[hour] ?? 0;
      if (claimedKw > offeredKw * (1 + HOUR_TOLERANCE) + HOUR_TOLERANCE) {
        this.report('offer', `${source?.name ?? stage.source} gives more than it has`, claimedKw, offeredKw, `, hour ${hour}`);
      }
    }
  }

  /** Gives the part of the offer it needs, kW. */
  private checkHour(candidate: Candidate, hour: number, deliveredKw: number): number {
    const { lines } = candidate;
    const wantedKw = this.problem.demands[candidate.demand]?.demandKw[hour] ?? 0;
    const tolerance = HOUR_TOLERANCE * (1 + wantedKw);
    if (!(deliveredKw >= 0 && deliveredKw <= wantedKw + tolerance)) {
      this.report('demand', `${this.nameOf(candidate)} gets more than it wants`, deliveredKw, wantedKw, `, hour ${hour}`);
    }
    if (!(deliveredKw <= candidate.capacityKw + tolerance)) {
      this.report('capacity', this.nameOf(candidate), deliveredKw, candidate.capacityKw, `, hour ${hour}`);
    }
    if (!(deliveredKw > 0)) return 0;
    const takenKw = deliveredKw * lines.sourceFraction + lines.sourceLossKw;
    const inKw = takenKw + deliveredKw * lines.driveFraction + lines.driveLossKw;
    const outKw = deliveredKw + lines.lossKw;
    if (Math.abs(inKw - outKw) > HOUR_TOLERANCE * outKw) this.report('balance', this.nameOf(candidate), inKw, outKw, `, hour ${hour}`);
    return Math.max(takenKw, (deliveredKw + lines.limitLossKw) / lines.limitPerOffered);
  }

  private addHour(candidate: Candidate, hour: number, time: number, deliveredKw: number): void {
    if (deliveredKw <= 0) return;
    const { problem, sums } = this;
    const { lines } = candidate;
    const demand = problem.demands[candidate.demand];
    const takenMwh = (deliveredKw * lines.sourceFraction + lines.sourceLossKw) / KWH_PER_MWH;
    const pumpKw = lines.pumpKw * (deliveredKw / candidate.capacityKw) ** 3;
    const electricityMwh = (deliveredKw * lines.driveFraction + lines.driveLossKw + pumpKw) / KWH_PER_MWH;
    const deliveredMwh = deliveredKw / KWH_PER_MWH;
    const cash = deliveredMwh * ((demand?.costEurPerMwh ?? 0) - candidate.heatPumpOandMEurPerMwh)
      + takenMwh * problem.coolingCreditEurPerMwh - electricityMwh * (problem.priceEurPerMwh[hour] ?? 0);
    sums.npvEur += cash / (1 + problem.discountRate) ** (Math.floor(time / problem.hoursPerYear) + 1);
    sums.avoidedTonnes += (deliveredMwh * (demand?.emissionKgPerMwh ?? 0) - electricityMwh * problem.gridKgPerMwh) / KG_PER_TONNE;
    sums.reusedMwh += takenMwh;
  }

  private checkTotals(): void {
    const { problem, record: { chosen, totals } } = this;
    for (const { investmentEur, startHour } of chosen) {
      for (let year = 0; year < problem.horizonYears; year++) {
        const share = Math.min(1, Math.max(0, year + 1 - startHour / problem.hoursPerYear));
        this.sums.npvEur -= ((problem.annuity + problem.fixedOandM) * investmentEur * share) / (1 + problem.discountRate) ** (year + 1);
      }
    }
    const investmentEur = chosen.reduce((sum, each) => sum + each.investmentEur, 0);
    for (const [name, value] of Object.entries({ ...this.sums, investmentEur })) {
      const said = totals[name as keyof typeof totals];
      const scale = Math.max(1, Math.abs(value), investmentEur * (name === 'npvEur' ? 1 : 0));
      if (!(Math.abs(said - value) <= TOTALS_TOLERANCE * scale)) this.report('totals', name, said, value);
    }
  }
}

/** Every violation found, empty when the plan keeps to everything. */
export const verifyPlan = (problem: AllocationProblem, rules: PlanRules, record: PlanRecord): Violation[] =>
  new Verification(problem, rules, record).run();
