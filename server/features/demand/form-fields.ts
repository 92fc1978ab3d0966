import { ARCHETYPES } from '../../engineering/index.js';
import type { FieldDefinition, FieldOption } from '../../shared/field.js';
import type { Said } from '../../shared/message.js';
import { HEAT_SOURCES } from './answers.js';
import { HEAT_SOURCE_LABELS } from './heat-sources.js';
import { ARCHETYPE_LABELS, READINESS_LABELS, usesFor } from './labels.js';

export interface SectionDefinition {
  readonly key: 'use' | 'place' | 'amount' | 'temperature' | 'profile' | 'today' | 'research';
  readonly title: string;
  readonly intro: string;
  readonly fields: readonly FieldDefinition[];
}

const choose: FieldOption = { value: '', label: 'Choose …' };
const number = (name: string, label: string, unit: string, rest: Partial<FieldDefinition> = {}): FieldDefinition =>
  ({ name, label, unit, type: 'number', ...rest });

const use = (isResearchGroup: boolean): SectionDefinition => ({
  key: 'use', title: 'What you heat', intro: 'Other people see the name in the list of demands.',
  fields: [
    {
      name: 'use', label: 'What the heat is for', type: 'select', required: true,
      options: [choose, ...usesFor(isResearchGroup).map(({ key, label }) => ({ value: key, label }))],
    },
    { name: 'name', label: 'Name of this demand', type: 'text', required: true, hint: 'For example: Glasshouse at Stange, stage 1.' },
  ],
});

const PLACE: SectionDefinition = {
  key: 'place', title: 'Where', intro: 'The shorter the pipe, the cheaper the heat: the distance to the data centre follows from the coordinates.',
  fields: [
    { name: 'address', label: 'Address', type: 'text', required: true, autocomplete: 'street-address' },
    number('latitude', 'Latitude', '°N', { required: true, hint: 'You can paste both, like 60.83, 11.17, into this field.' }),
    number('longitude', 'Longitude', '°E', { required: true }),
    number('routeLengthM', 'Length of the pipe route', 'm', { hint: 'Only if somebody has measured it. Otherwise we take the straight line times 1.3.' }),
  ],
};

const AMOUNT: SectionDefinition = {
  key: 'amount', title: 'How much', intro: 'One of the two is enough. With hourly values of your own (below) leave both empty: those then count.',
  fields: [
    number('annualDemandMwh', 'Heat of a year', 'MWh', { hint: 'From your bills. 1 MWh is 1,000 kWh; a detached house needs about 20 MWh a year.' }),
    number('peakKw', 'Highest power', 'kW', { hint: 'The size of your boiler, if you do not know the year. The heat of a year is then worked out from a typical year.' }),
  ],
};

const TEMPERATURE: SectionDefinition = {
  key: 'temperature', title: 'How hot', intro: 'The lower these temperatures, the more of the surplus heat you can use. They start with what is usual for your use.',
  fields: [
    number('flowTemperatureC', 'Flow: how warm the heating water must arrive', '°C', { required: true }),
    number('returnTemperatureC', 'Return: how warm it comes back', '°C', { required: true, hint: 'Colder than the flow, because the water has given its heat off.' }),
  ],
};

const PROFILE: SectionDefinition = {
  key: 'profile', title: 'When', intro: 'How the heat is spread over the year.',
  fields: [
    {
      name: 'profileKind', label: 'Spread over the year', type: 'radios', required: true,
      options: [{ value: 'archetype', label: 'A typical year' }, { value: 'hourly', label: 'My own hourly values' }],
    },
    {
      name: 'archetype', label: 'Typical year', type: 'select',
      options: [choose, ...ARCHETYPES.map((value) => ({ value, label: ARCHETYPE_LABELS[value] }))],
    },
    {
      name: 'hourlyFile', label: 'Hourly values (CSV file)', type: 'file', accept: '.csv,text/csv,text/plain',
      hint: '8,760 rows, one for each hour from 1 January 00:00, in kW, in the last column. A header row is fine.',
    },
    { name: 'startDate', label: 'Needed from', type: 'date', required: true },
    { name: 'endDate', label: 'Needed until', type: 'date', hint: 'Leave empty if there is no end. A research campaign needs one.' },
  ],
};

const TODAY: SectionDefinition = {
  key: 'today', title: 'What you use today', intro: 'This is what surplus heat has to beat, in cost and in emission. If you build new: what you would use otherwise.',
  fields: [
    {
      name: 'heatSource', label: 'Heat source', type: 'select', required: true,
      options: [choose, ...HEAT_SOURCES.map((value) => ({ value, label: HEAT_SOURCE_LABELS[value] }))],
    },
    number('heatCostEurPerMwh', 'Cost of the heat', 'EUR/MWh', { required: true, hint: 'What a MWh of heat costs you, fuel and losses included.' }),
    number('efficiency', 'Efficiency of your boiler', 'MWh/MWh', { hint: 'Heat out for energy in: 0.9 for a good gas boiler. For a heat pump its yearly COP. Empty: the usual value.' }),
    number('emissionKgPerMwh', 'Emission of the heat', 'kg CO2/MWh', { hint: 'Empty: worked out from heat source and efficiency. District heating and other sources need it; ask your supplier.' }),
  ],
};

const RESEARCH: SectionDefinition = {
  key: 'research', title: 'Your research', intro: 'The period of the campaign is taken from the dates above.',
  fields: [
    { name: 'topics', label: 'Topics', type: 'text', hint: 'Keywords with commas between them, like: heat pumps, thermal storage.' },
    {
      name: 'readinessLevel', label: 'Readiness level of the technology (TRL)', type: 'select',
      options: [choose, ...READINESS_LABELS.map((label, index) => ({ value: String(index + 1), label: `${index + 1} – ${label}` }))],
    },
    { name: 'dataNeeds', label: 'Data you need from the site', type: 'textarea', hint: 'For example: supply temperature every minute.' },
    { name: 'offersData', label: 'We share our measured data with the site', type: 'checkbox' },
    number('budgetEur', 'Budget of the campaign', 'EUR'),
  ],
};

/** The form, top to bottom; the research questions only where they concern somebody. */
export const demandSections = (options: { readonly isResearchGroup: boolean; readonly withResearch: boolean }): readonly SectionDefinition[] =>
  [use(options.isResearchGroup), PLACE, AMOUNT, TEMPERATURE, PROFILE, TODAY, ...(options.withResearch ? [RESEARCH] : [])];

/** Label of every field, for pages that repeat the answers. */
export const FIELD_LABELS: ReadonlyMap<string, Said> = new Map(
  demandSections({ isResearchGroup: false, withResearch: true }).flatMap(({ fields }) => fields.map(({ name, label }) => [name, label])),
);
