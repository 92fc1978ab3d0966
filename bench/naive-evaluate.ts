/**
 * The match model once more, as a textbook writes it: an object an hour, every capacity from scratch, each sum a pass of its own.
 * It is the baseline that speed is measured against and, being written on its own, a check of the library's numbers.
 */
import {
  DEFAULT_CLIMATE, demandProfileKw, offeredKw, type Connection, type MatchCase,
} from '../server/engineering/index.js';
import { PIPE_CATALOGUE } from '../server/engineering/data/pipe-catalogue.js';

export interface NaiveMatch {
  readonly connection: Connection;
  readonly capacityKw: number;
  readonly dn: number;
  readonly parallelPairs: number;
  readonly cop: number | null;
  readonly npvEur: number;
  readonly deliveredMwh: number;
  readonly fromSourceMwh: number;
  readonly electricityMwh: number;
  readonly lossMwh: number;
  readonly capexEur: number;
}

interface Hour { demandKw: number; offeredKw: number; priceEurPerMwh: number }
interface Temperatures { flowC: number; returnC: number }
interface Pipe { dn: number; pairs: number; lossKw: number; dropK: number; pumpKw: number; costEur: number }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function hoursOf({ site, source, demand }: MatchCase): Hour[] {
  const demandKw = [...demandProfileKw(demand, site.hourlyTemperatureC ?? DEFAULT_CLIMATE.hourlyTemperatureC)];
  const offered = [...offeredKw(source)];
  const price = site.electricity.priceEurPerMwh;
  return demandKw.map((each, hour) => ({
    demandKw: each, offeredKw: offered[hour] as number,
    priceEurPerMwh: typeof price === 'number' ? price : price[hour] as number,
  }));
}

function pipeFor({ site, demand }: MatchCase, heatKw: number, { flowC, returnC }: Temperatures): Pipe {
  const groundC = site.groundTemperatureC ?? 6;
  const kgPerS = heatKw / (4.186 * (flowC - returnC));
  for (let pairs = 1; ; pairs++) {
    for (const size of PIPE_CATALOGUE) {
      const d = size.innerDiameterMm / 1000;
      const velocity = kgPerS / pairs / 980 / (Math.PI * d * d / 4);
      if (velocity > 4.7617 * d ** 0.3701 - 0.4834) continue;
      const friction = 0.25 / Math.log10(0.0001 / (3.7 * d) + 5.74 / (velocity * d / 0.47e-6) ** 0.9) ** 2;
      const pressurePa = 2 * demand.routeLengthM * 1.2 * friction / d * 980 * velocity ** 2 / 2;
      const u = size.heatLossWPerMK / 1000;
      return {
        dn: size.dn, pairs,
        lossKw: Math.max(0, u * demand.routeLengthM * (flowC - groundC + returnC - groundC)) * pairs,
        dropK: Math.max(0, u * (flowC - groundC) * demand.routeLengthM / (kgPerS / pairs * 4.186)),
        pumpKw: pressurePa * kgPerS / 980 / 0.7 / 1000,
        costEur: size.trenchCostEurPerM * demand.routeLengthM * pairs,
      };
    }
  }
}

const carnot = (hotC: number, coldC: number): number =>
  hotC > coldC ? Math.min(10, 0.55 * (hotC + 273.15) / (hotC - coldC)) : 10;

interface Layout { pipe: Pipe; cop: number | null; share: number }

function layoutOf(matchCase: MatchCase, connection: Connection, capacityKw: number): Layout | null {
  const { source, demand, economics } = matchCase;
  const a = economics?.approachK ?? 3;
  const supplyC = source.supplyTemperatureC;
  const spreads = (water: Temperatures): boolean => water.flowC - water.returnC >= 5;
  if (connection === 'direct') {
    const water = { flowC: supplyC - a, returnC: Math.max(demand.returnTemperatureC + a, source.returnTemperatureC - a) };
    if (!spreads(water)) return null;
    const pipe = pipeFor(matchCase, capacityKw, water);
    const share = (supplyC - water.returnC - a) / (supplyC - source.returnTemperatureC);
    return water.flowC - pipe.dropK - a >= demand.flowTemperatureC ? { pipe, cop: null, share } : null;
  }
  if (connection === 'heat-pump-at-source') {
    const water = { flowC: demand.flowTemperatureC + a, returnC: demand.returnTemperatureC + a };
    if (!spreads(water)) return null;
    const pipe = pipeFor(matchCase, capacityKw, water);
    const cop = carnot(water.flowC + pipe.dropK + 5, source.returnTemperatureC - 5);
    return water.flowC + pipe.dropK <= 120 && cop >= 1.5 ? { pipe, cop, share: 1 } : null;
  }
  const water = { flowC: supplyC - a, returnC: source.returnTemperatureC - a };
  const cop = carnot(demand.flowTemperatureC + 5, water.returnC - 5);
  if (!spreads(water) || demand.flowTemperatureC > 120 || cop < 1.5) return null;
  return { pipe: pipeFor(matchCase, capacityKw * (1 - 1 / cop), water), cop, share: 1 };
}

interface HourResult { deliveredKw: number; fromSourceKw: number; electricityKw: number; lossKw: number; priceEurPerMwh: number }

function dispatchHour(hour: Hour, connection: Connection, capacityKw: number, { pipe, cop, share }: Layout): HourResult {
  const driven = cop === null ? 0 : 1 / cop;
  const atSink = connection === 'heat-pump-at-sink';
  const limitKw = atSink ? (hour.offeredKw - pipe.lossKw) / (1 - driven) : hour.offeredKw * share / (1 - driven) - pipe.lossKw;
  const deliveredKw = Math.max(0, Math.min(hour.demandKw, capacityKw, limitKw));
  if (deliveredKw === 0) return { deliveredKw, fromSourceKw: 0, electricityKw: 0, lossKw: 0, priceEurPerMwh: hour.priceEurPerMwh };
  const heatPumpKw = driven * (atSink ? deliveredKw : deliveredKw + pipe.lossKw);
  return {
    deliveredKw, lossKw: pipe.lossKw, priceEurPerMwh: hour.priceEurPerMwh,
    fromSourceKw: deliveredKw + pipe.lossKw - heatPumpKw,
    electricityKw: heatPumpKw + pipe.pumpKw * (deliveredKw / capacityKw) ** 3,
  };
}

function investmentOf(capacityKw: number, { pipe, cop }: Layout, contingency: number): number {
  const exchangerEur = capacityKw * (capacityKw < 1000 ? 265 : 100);
  const mw = capacityKw / 1000;
  const heatPumpEur = cop === null ? 0 : 1.2858e6 * mw ** -0.266 * mw;
  return (1 + contingency) * (pipe.costEur + exchangerEur * (cop === null ? 2 : 1) + heatPumpEur);
}

function candidate(matchCase: MatchCase, hours: readonly Hour[], connection: Connection, capacityKw: number): NaiveMatch | null {
  const layout = layoutOf(matchCase, connection, capacityKw);
  if (!layout) return null;
  const { site, demand, economics } = matchCase;
  const year = hours.map((hour) => dispatchHour(hour, connection, capacityKw, layout));
  const deliveredMwh = sum(year.map((hour) => hour.deliveredKw)) / 1000;
  if (deliveredMwh === 0) return null;
  const fromSourceMwh = sum(year.map((hour) => hour.fromSourceKw)) / 1000;
  const electricityEur = sum(year.map((hour) => hour.electricityKw * hour.priceEurPerMwh)) / 1000;
  const meanPrice = sum(hours.map((hour) => hour.priceEurPerMwh)) / hours.length;
  const capexEur = investmentOf(capacityKw, layout, economics?.contingency ?? 0.1);
  const upkeepEurPerMwh = layout.cop === null ? 0 : Math.max(0, 2.852 - 0.461 * Math.log(capacityKw / 1000));
  const cashFlow = deliveredMwh * demand.alternative.costEurPerMwh
    + (site.coolingElectricityPerHeat ?? 0.05) * fromSourceMwh * meanPrice
    - (economics?.fixedOandM ?? 0.01) * capexEur - upkeepEurPerMwh * deliveredMwh - electricityEur;
  const rate = economics?.discountRate ?? 0.05;
  const annuity = rate / (1 - (1 + rate) ** -(economics?.lifetimeYears ?? 25));
  return {
    connection, capacityKw, dn: layout.pipe.dn, parallelPairs: layout.pipe.pairs, cop: layout.cop,
    npvEur: cashFlow / annuity - capexEur, deliveredMwh, fromSourceMwh, capexEur,
    electricityMwh: sum(year.map((hour) => hour.electricityKw)) / 1000,
    lossMwh: sum(year.map((hour) => hour.lossKw)) / 1000,
  };
}

/** Every capacity of every way to connect; those that do not work are left out. */
export function naiveCandidates(matchCase: MatchCase): NaiveMatch[] {
  const hours = hoursOf(matchCase);
  const peakKw = hours.reduce((peak, hour) => Math.max(peak, hour.demandKw), 0);
  return (['direct', 'heat-pump-at-source', 'heat-pump-at-sink'] as const).flatMap((connection) =>
    Array.from({ length: 10 }, (_, step) => candidate(matchCase, hours, connection, peakKw * (step + 1) / 10))
      .filter((each) => each !== null));
}

/** The candidate with the highest NPV, the first on a tie; null when none works. */
export const naiveEvaluate = (matchCase: MatchCase): NaiveMatch | null =>
  naiveCandidates(matchCase).reduce<NaiveMatch | null>((best, each) => (best && best.npvEur >= each.npvEur ? best : each), null);
