import type { OrganisationKind } from '../features/accounts/index.js';
import type { DemandAnswers } from '../features/demand/index.js';

export interface ExampleDemand {
  readonly organisation: { readonly name: string; readonly kind: OrganisationKind };
  readonly answers: DemandAnswers;
}

type Row = readonly [organisation: string, kind: OrganisationKind, answers: DemandAnswers];

const NETWORK = 'Example district heating company';
const GROWERS = 'Example greenhouse growers';
const AQUACULTURE = 'Example aquaculture company';
const COUNCIL = 'Example municipality';

/**
 * A dozen demands of different kinds around the example site. Uses, temperatures and archetypes are those of the model's table of
 * uses; sizes, prices and places are assumptions of the kind and distance one finds around such a campus. None is a real organisation.
 */
const networksAndGrowers = (start: number): readonly Row[] => [
  [NETWORK, 'district-heating', {
    use: 'district-heating-3g', name: 'City network, base load', address: 'Boiler house at the edge of the city', latitude: 60.797, longitude: 11.083,
    annualDemandMwh: 90_000, flowTemperatureC: 90, returnTemperatureC: 60, archetype: 'residential-multi-family',
    startDate: `${start}-10-01`, heatSource: 'biomass', heatCostEurPerMwh: 62,
  }],
  [NETWORK, 'district-heating', {
    use: 'district-heating-4g', name: 'New low-temperature quarter', address: 'Development area by the lake', latitude: 60.812, longitude: 11.118,
    annualDemandMwh: 14_000, flowTemperatureC: 55, returnTemperatureC: 25, archetype: 'residential-multi-family',
    startDate: `${start}-09-01`, heatSource: 'gas', heatCostEurPerMwh: 82,
  }],
  [GROWERS, 'industry', {
    use: 'greenhouse', name: 'Tomato greenhouse, 2 ha', address: 'Farm road, next to the campus', latitude: 60.824, longitude: 11.192,
    annualDemandMwh: 8_500, flowTemperatureC: 45, returnTemperatureC: 30, archetype: 'greenhouse',
    startDate: `${start}-03-01`, heatSource: 'lpg', heatCostEurPerMwh: 90,
  }],
  [AQUACULTURE, 'industry', {
    use: 'trout', name: 'Trout hatchery', address: 'Industrial park north', latitude: 60.836, longitude: 11.185,
    annualDemandMwh: 20_000, flowTemperatureC: 22, returnTemperatureC: 12, archetype: 'fish-farm', routeLengthM: 1_200,
    startDate: `${start}-05-01`, heatSource: 'oil', heatCostEurPerMwh: 75,
  }],
  [AQUACULTURE, 'industry', {
    use: 'lobster', name: 'Lobster on land, pilot', address: 'Industrial park north', latitude: 60.838, longitude: 11.189,
    annualDemandMwh: 3_000, flowTemperatureC: 27, returnTemperatureC: 17, archetype: 'fish-farm',
    startDate: `${start + 1}-01-01`, heatSource: 'electricity', heatCostEurPerMwh: 68,
  }],
];

const smallAndSpecial = (start: number): readonly Row[] => [
  ['Example algae company', 'industry', {
    use: 'micro-algae', name: 'Micro-algae ponds under glass', address: 'Farm road, second yard', latitude: 60.819, longitude: 11.201,
    annualDemandMwh: 2_400, flowTemperatureC: 35, returnTemperatureC: 25, archetype: 'fish-farm',
    startDate: `${start}-06-01`, heatSource: 'gas', heatCostEurPerMwh: 78,
  }],
  ['Example biogas plant', 'industry', {
    use: 'biogas-mesophilic', name: 'Digester for manure and food waste', address: 'Waste treatment site', latitude: 60.851, longitude: 11.233,
    annualDemandMwh: 4_200, flowTemperatureC: 48, returnTemperatureC: 38, archetype: 'biogas-digester',
    startDate: `${start}-01-01`, heatSource: 'gas', heatCostEurPerMwh: 60,
  }],
  ['Example sawmill', 'industry', {
    use: 'timber-kiln', name: 'Drying kilns', address: 'Sawmill on the east road', latitude: 60.872, longitude: 11.302,
    annualDemandMwh: 16_000, flowTemperatureC: 75, returnTemperatureC: 55, archetype: 'timber-drying',
    startDate: `${start}-08-01`, heatSource: 'biomass', heatCostEurPerMwh: 34,
  }],
];

const publicAndResearch = (start: number): readonly Row[] => [
  [COUNCIL, 'public', {
    use: 'swimming-pool', name: 'Swimming hall', address: 'Sports park', latitude: 60.803, longitude: 11.102,
    annualDemandMwh: 2_100, flowTemperatureC: 36, returnTemperatureC: 26, archetype: 'swimming-pool',
    startDate: `${start}-08-15`, heatSource: 'district-heating', heatCostEurPerMwh: 85, emissionKgPerMwh: 45,
  }],
  [COUNCIL, 'public', {
    use: 'snow-melting', name: 'Bus terminal, snow-free', address: 'Station square', latitude: 60.794, longitude: 11.076,
    annualDemandMwh: 900, flowTemperatureC: 35, returnTemperatureC: 20, archetype: 'snow-melting',
    startDate: `${start}-11-01`, heatSource: 'electricity', heatCostEurPerMwh: 72,
  }],
  ['Example carbon capture company', 'industry', {
    use: 'direct-air-capture', name: 'Direct air capture, 10 000 t a year', address: 'Plot beside the campus', latitude: 60.833, longitude: 11.178,
    annualDemandMwh: 16_000, flowTemperatureC: 100, returnTemperatureC: 80, archetype: 'direct-air-capture',
    startDate: `${start + 1}-06-01`, heatSource: 'gas', heatCostEurPerMwh: 70,
  }],
  ['Example university', 'research', {
    use: 'research-campaign', name: 'Seasonal storage test field', address: 'Field station', latitude: 60.827, longitude: 11.163,
    annualDemandMwh: 600, flowTemperatureC: 45, returnTemperatureC: 30, archetype: 'research-campaign',
    startDate: `${start}-02-01`, endDate: `${start}-11-30`, heatSource: 'electricity', heatCostEurPerMwh: 80,
    topics: 'thermal storage, heat pumps', readinessLevel: 5, dataNeeds: 'Supply and return temperature and flow, every minute',
    offersData: true, budgetEur: 180_000,
  }],
];

/** `start` is the calendar year in which most of them want heat. */
export const exampleDemands = (start: number): readonly ExampleDemand[] => [...networksAndGrowers(start), ...smallAndSpecial(start), ...publicAndResearch(start)].map(([name, kind, answers]) => ({
  organisation: { name, kind }, answers: { profileKind: 'archetype', offersData: false, ...answers },
}));

/** The organisation that the example partner account belongs to. */
export const EXAMPLE_PARTNER = { name: GROWERS, kind: 'industry' } as const;
