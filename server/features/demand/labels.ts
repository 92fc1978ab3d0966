import { USES, type Archetype, type HeatUse } from '../../engineering/index.js';
import type { DemandState } from './answers.js';

export const ARCHETYPE_LABELS: Readonly<Record<Archetype, string>> = {
  'residential-single-family': 'Single-family houses',
  'residential-multi-family': 'Blocks of flats, district heating',
  commercial: 'Offices, shops, schools',
  flat: 'The same in every hour',
  'two-shift': 'Two shifts, 06–22 on weekdays',
  'weekday-day-shift': 'Day shift, 06–18 on weekdays',
  greenhouse: 'Greenhouse: more the colder it is',
  'fish-farm': 'Fish or algae tank: warming make-up water',
  'timber-drying': 'Timber drying with a summer stop',
  'swimming-pool': 'Swimming pool',
  'snow-melting': 'Snow melting around freezing point',
  'biogas-digester': 'Biogas digester',
  'direct-air-capture': 'Direct air capture, the same in every hour',
  'research-campaign': 'Research campaign, steady between two dates',
};

/** Technology readiness levels as the EU's Horizon programmes use them, in fewer words. */
export const READINESS_LABELS: readonly string[] = [
  'The idea: basic principles are known',
  'A concept has been worked out',
  'Proof of concept by experiment',
  'Works in the laboratory',
  'Tested under realistic conditions',
  'Demonstrated under realistic conditions',
  'Prototype runs in real operation',
  'Complete and qualified',
  'Proven in normal operation',
];

export const STATE_LABELS: Readonly<Record<DemandState, string>> = { draft: 'Draft', submitted: 'Submitted', withdrawn: 'Withdrawn' };

export const useLabel = (key: string | undefined): string => USES.find((use) => use.key === key)?.label ?? '';

/** Uses in the order in which a page offers them; a research group finds its campaign first. */
export const usesFor = (isResearchGroup: boolean): readonly HeatUse[] =>
  (isResearchGroup ? [...USES].sort((a, b) => Number(b.key === 'research-campaign') - Number(a.key === 'research-campaign')) : USES);
