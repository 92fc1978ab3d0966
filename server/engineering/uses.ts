/** What surplus heat can be used for: the temperatures each use needs and the load archetype that stands for it. */
import type { Archetype } from './match-case.js';

export interface HeatUse {
  readonly key: string;
  readonly label: string;
  /** Heating water to the use and back; the `note` says which of the two is an assumption. */
  readonly flowTemperatureC: number;
  readonly returnTemperatureC: number;
  readonly archetype: Archetype;
  /** What the heat keeps warm, where that is known apart from the water that warms it. */
  readonly setPointTemperatureC?: number;
  /** The heat most often replaced, as a starting point for the partner's own figures. */
  readonly alternativeFuel: 'gas' | 'oil' | 'lpg' | 'coal' | 'biomass' | 'incineratorWasteHeat';
  readonly note: string;
  readonly source: string;
}

const LUND = 'Lund et al. 2014, 4th generation district heating';
const PRACTICE = 'common practice in the trade';
const WARM_WATER_NOTE = 'Heating water assumed 5-8 K above what it keeps warm';

type UseRow = readonly [key: string, label: string, flowC: number, returnC: number, archetype: Archetype,
  fuel: HeatUse['alternativeFuel'], note: string, source: string, setPointC?: number];

const ROWS: readonly UseRow[] = [
  ['district-heating-3g', 'District heating, third generation', 90, 60, 'residential-multi-family', 'biomass',
    'Network design temperatures in winter; many networks run colder in summer', LUND],
  ['district-heating-4g', 'District heating, fourth generation', 55, 25, 'residential-multi-family', 'gas',
    'Low-temperature network for new buildings', LUND],
  ['commercial', 'Offices, shops, schools', 60, 40, 'commercial', 'gas',
    'Radiators of newer buildings, an assumption; floor heating needs 45/30', PRACTICE],
  ['greenhouse', 'Greenhouse', 45, 30, 'greenhouse', 'lpg', 'Pipe-rail or floor heating', PRACTICE],
  ['trout', 'Trout farm', 22, 12, 'fish-farm', 'oil', `Tank at 10-15 °C. ${WARM_WATER_NOTE}`, PRACTICE, 15],
  ['lobster', 'Lobster farm', 27, 17, 'fish-farm', 'oil', `Tank at 20 °C. ${WARM_WATER_NOTE}`, PRACTICE, 20],
  ['micro-algae', 'Micro-algae', 35, 25, 'fish-farm', 'gas', `Tank at 25-30 °C. ${WARM_WATER_NOTE}`, PRACTICE, 28],
  ['biogas-mesophilic', 'Biogas digester, mesophilic', 48, 38, 'biogas-digester', 'gas',
    `Digester at 40 °C. ${WARM_WATER_NOTE}`, PRACTICE, 40],
  ['biogas-thermophilic', 'Biogas digester, thermophilic', 63, 53, 'biogas-digester', 'gas',
    `Digester at 55 °C. ${WARM_WATER_NOTE}`, PRACTICE, 55],
  ['swimming-pool', 'Swimming pool', 36, 26, 'swimming-pool', 'gas', `Pool at 28-30 °C. ${WARM_WATER_NOTE}`, PRACTICE, 29],
  ['timber-kiln', 'Timber drying kiln', 75, 55, 'timber-drying', 'biomass', 'Three-week summer stop', PRACTICE],
  ['direct-air-capture', 'Direct air capture, solid sorbent', 100, 80, 'direct-air-capture', 'gas',
    'Needs 80-120 °C; 1.6 MWh heat and 0.4 MWh electricity a tonne of CO2', 'Literature on solid-sorbent plants'],
  ['snow-melting', 'Snow melting', 35, 20, 'snow-melting', 'gas',
    'Runs between -10 and +2 °C; temperatures are an assumption', PRACTICE],
  ['continuous-process', 'Continuous industrial process', 80, 60, 'flat', 'gas',
    'Temperatures are an assumption: give those of your process', PRACTICE],
  ['two-shift-process', 'Industry in two shifts', 80, 60, 'two-shift', 'gas',
    'Temperatures are an assumption: give those of your process', PRACTICE],
  ['day-shift-process', 'Industry in one shift', 80, 60, 'weekday-day-shift', 'gas',
    'Temperatures are an assumption: give those of your process', PRACTICE],
  ['research-campaign', 'Research campaign', 45, 30, 'research-campaign', 'gas',
    'Flat between its start and end dates; temperatures are an assumption', 'Heatmatch, chosen for this model'],
];

export const USES: readonly HeatUse[] = ROWS.map(
  ([key, label, flowTemperatureC, returnTemperatureC, archetype, alternativeFuel, note, source, setPointTemperatureC]) => ({
    key, label, flowTemperatureC, returnTemperatureC, archetype, alternativeFuel, note, source,
    ...(setPointTemperatureC === undefined ? {} : { setPointTemperatureC }),
  }),
);

const USES_BY_KEY = new Map(USES.map((use) => [use.key, use]));

/** The use of that key; undefined when the key is unknown or left out: a use only informs, it never limits. */
export const findUse = (key: string | undefined): HeatUse | undefined =>
  key === undefined ? undefined : USES_BY_KEY.get(key);
