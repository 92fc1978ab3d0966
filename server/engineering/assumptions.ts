/**
 * Every default of the model, each with unit, allowed range and source. A site overrides any of them in `site.assumptions`;
 * the model receives the resolved numbers as an argument and reads no default itself.
 */
export interface Assumption {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  /** Lowest and highest value that is accepted. */
  readonly range: readonly [number, number];
  readonly source: string;
}

const DEA = 'Danish Energy Agency, technology data for energy plants, excess-heat heat pumps';
const DEA_STORES = 'Danish Energy Agency, technology data for energy storage';
const STORE_LOSS = 'Heatmatch, chosen for this model: half a percent a day of a tank, half as much of a pit';
const HOTMAPS = 'Hotmaps, heat exchanger cost';
const THERMOS = 'THERMOS, velocity limit by diameter';
const MODEL = 'Heatmatch, chosen for this model';
const CATALOGUE = 'oemof.thermal and EMB3Rs';
const WATER = 'Property of water at about 60 °C';

const assume = (
  label: string, value: number, unit: string, range: readonly [number, number], source: string,
): Assumption => ({ label, value, unit, range, source });

const TABLE = {
  captureFraction: assume('Share of the IT power caught as heat', 0.9, '-', [0.01, 1], MODEL),
  approachK: assume('Approach of a heat exchanger', 3, 'K', [0, 20], MODEL),
  minimumPipeSpreadK: assume('Least difference of pipe flow and return', 5, 'K', [1, 30], MODEL),
  heatPumpMaximumC: assume('Hottest water a heat pump delivers', 120, '°C', [40, 200], MODEL),
  minimumCop: assume('Least COP worth building', 1.5, '-', [1.05, 5], MODEL),
  maximumCop: assume('Highest COP credited', 10, '-', [5, 20], MODEL),
  carnotEfficiency: assume('COP as a share of the Carnot COP', 0.55, '-', [0.2, 0.8], CATALOGUE),
  condenserApproachK: assume('Condensing above the sink outlet', 5, 'K', [0, 20], MODEL),
  evaporatorApproachK: assume('Evaporating below the source outlet', 5, 'K', [0, 20], MODEL),
  lorenzSlope: assume('Lorenz efficiency: slope on ln(MW)', 0.0434, '-', [0, 0.2], DEA),
  lorenzAtOneMw: assume('Lorenz efficiency at 1 MW', 0.4008, '-', [0.1, 0.8], DEA),
  lorenzLowest: assume('Lorenz efficiency: lowest', 0.35, '-', [0.1, 0.8], DEA),
  lorenzHighest: assume('Lorenz efficiency: highest', 0.6, '-', [0.1, 0.8], DEA),
  capacityCandidates: assume('Capacities tried, equal steps up to the peak', 10, '-', [1, 100], MODEL),
  routeFactor: assume('Route length over straight line', 1.3, '-', [1, 3], MODEL),
  groundTemperatureC: assume('Ground temperature', 6, '°C', [-20, 30], MODEL),
  waterHeatCapacityKjPerKgK: assume('Heat capacity of water', 4.186, 'kJ/kgK', [4, 4.4], WATER),
  waterDensityKgPerM3: assume('Density of water', 980, 'kg/m3', [900, 1000], WATER),
  waterViscosityM2PerS: assume('Kinematic viscosity of water', 0.47e-6, 'm2/s', [0.1e-6, 2e-6], WATER),
  velocityFactor: assume('Highest velocity: factor on d^exponent', 4.7617, 'm/s', [1, 10], THERMOS),
  velocityExponent: assume('Highest velocity: exponent of d', 0.3701, '-', [0.1, 1], THERMOS),
  velocityOffsetMPerS: assume('Highest velocity: subtracted', 0.4834, 'm/s', [0, 0.6], THERMOS),
  pipeRoughnessMm: assume('Roughness of the pipe wall', 0.1, 'mm', [0.001, 2], MODEL),
  fittingsFactor: assume('Pressure drop with bends and fittings', 1.2, '-', [1, 3], MODEL),
  pumpEfficiency: assume('Efficiency of the pump', 0.7, '-', [0.1, 1], MODEL),
  heatExchangerSmallEurPerKw: assume('Heat exchanger below the limit', 265, 'EUR/kW', [0, 5000], HOTMAPS),
  heatExchangerLargeEurPerKw: assume('Heat exchanger from the limit on', 100, 'EUR/kW', [0, 5000], HOTMAPS),
  heatExchangerLimitKw: assume('Limit between small and large heat exchangers', 1000, 'kW', [0, 1e6], HOTMAPS),
  heatPumpCostMeurPerMw: assume('Heat pump of 1 MW', 1.2858, 'MEUR/MW', [0, 20], DEA),
  heatPumpCostExponent: assume('Heat pump cost: exponent of the size', -0.266, '-', [-0.9, 0], DEA),
  heatPumpOandMAtOneMwEurPerMwh: assume('Heat pump upkeep at 1 MW', 2.852, 'EUR/MWh', [0, 50], DEA),
  heatPumpOandMSlopeEurPerMwh: assume('Heat pump upkeep: slope on ln(MW)', 0.461, 'EUR/MWh', [0, 10], DEA),
  contingency: assume('Contingency on investment', 0.1, '-', [0, 1], MODEL),
  fixedOandM: assume('Yearly upkeep as a share of investment', 0.01, '1/a', [0, 0.5], MODEL),
  coolingElectricityPerHeat: assume('Cooling electricity saved per heat taken', 0.05, 'kWh/kWh', [0, 1], MODEL),
  lifetimeYears: assume('Years counted', 25, 'a', [1, 100], MODEL),
  discountRate: assume('Discount rate, real', 0.05, '1/a', [0, 0.99], MODEL),
  tankEurPerKwh: assume('Heat store: tank', 3.82, 'EUR/kWh', [0, 100], DEA_STORES),
  tankLossPerHour: assume('Heat store: share a tank loses in an hour', 0.0002, '1/h', [0, 0.1], STORE_LOSS),
  tankMaximumC: assume('Heat store: hottest water of a tank without pressure', 98, '°C', [40, 120], MODEL),
  pitEurPerKwh: assume('Heat store: pit', 1.34, 'EUR/kWh', [0, 100], DEA_STORES),
  pitLossPerHour: assume('Heat store: share a pit loses in an hour', 0.0001, '1/h', [0, 0.1], STORE_LOSS),
  pitMaximumC: assume('Heat store: hottest water a pit\'s liner stands', 90, '°C', [40, 120], 'Pit of Høje Taastrup, run at 90 °C'),
  pitLeastM3: assume('Heat store: least water worth a pit', 10_000, 'm3', [0, 1e7], 'First Danish pit, Marstal; smaller ones are tanks'),
  splitToPartner: assume('Share of the gain that goes to the partner', 0.5, '-', [0, 1], MODEL),
  fullMarksSavedShare: assume('Full marks: share saved', 0.5, '-', [0.01, 1], MODEL),
  fullMarksAvoidedKgPerMwh: assume('Full marks: avoided emission', 200, 'kg/MWh', [1, 2000], MODEL),
  noMarksElectricityPerHeat: assume('No marks: electricity per heat', 0.4, 'MWh/MWh', [0.01, 5], MODEL),
  noMarksReadinessMonths: assume('No marks: months apart', 36, 'months', [1, 240], MODEL),
  researchWeight: assume('Weight of research value for a research demand', 0.4, '-', [0, 1], MODEL),
  fullMarksResearchBudgetEur: assume('Full marks: budget of a campaign', 250_000, 'EUR', [1, 1e9], MODEL),
  fishTankC: assume('Tank temperature when the use does not say', 15, '°C', [1, 40], 'Upper end for trout'),
  greenhouseDayC: assume('Greenhouse by day (06-18)', 20, '°C', [0, 40], MODEL),
  greenhouseNightC: assume('Greenhouse at night', 18, '°C', [0, 40], MODEL),
  poolC: assume('Pool: temperature at which the hall needs no heat', 30, '°C', [10, 45], MODEL),
  digesterC: assume('Digester: temperature inside', 38, '°C', [10, 70], MODEL),
  snowMeltingLowestC: assume('Snow melting from', -10, '°C', [-40, 10], MODEL),
  snowMeltingHighestC: assume('Snow melting up to', 2, '°C', [-20, 15], MODEL),
} as const satisfies Record<string, Assumption>;

/**
 * Inputs that may turn out otherwise, as factors on what the case says: `value` is the middle, `range` what it falls below and rises
 * above one time in ten each. Replaced one by one by the `spreads` of a simulation.
 */
export const UNCERTAINTY_TABLE = {
  electricityPrice: assume('Electricity price', 1, 'times', [0.6, 1.6],
    `${MODEL}: a mean over the whole life; a fixed-price contract narrows it`),
  investment: assume('Investment', 1, 'times', [0.7, 1.5],
    'AACE International 18R-97, class 4 (study before design): outer ends, -30 % and +50 %'),
  utilisation: assume('Use of the data centre', 1, 'times', [0.7, 1.05],
    `${MODEL}: a mean over the whole life, so a slow ramp-up of the building lowers it`),
  demand: assume('Heat demand of the partner', 1, 'times', [0.8, 1.1],
    `${MODEL}: insulation and milder winters lower it more than growth raises it`),
  heatCost: assume('What the partner pays for heat today', 1, 'times', [0.75, 1.4],
    `${MODEL}: a mean over the whole life of the fuel and its taxes`),
} as const satisfies Record<string, Assumption>;

export type AssumptionKey = keyof typeof TABLE;
/** The resolved numbers one evaluation runs with. */
export type Assumptions = Readonly<Record<AssumptionKey, number>>;

export const ASSUMPTION_TABLE: Readonly<Record<AssumptionKey, Assumption>> = TABLE;
export const ASSUMPTION_KEYS = Object.keys(TABLE) as readonly AssumptionKey[];
/** For display: every default in one list. */
export const ASSUMPTIONS: readonly ({ readonly key: AssumptionKey } & Assumption)[] =
  ASSUMPTION_KEYS.map((key) => ({ key, ...TABLE[key] }));

export const DEFAULT_ASSUMPTIONS: Assumptions =
  Object.fromEntries(ASSUMPTION_KEYS.map((key) => [key, TABLE[key].value])) as Record<AssumptionKey, number>;
