import { ARCHETYPES } from '../../engineering/index.js';
import type { FieldDefinition, FieldOption } from '../../shared/field.js';
import { message, type Message, type Said } from '../../shared/message.js';
import { HEAT_SOURCES } from './answers.js';
import { readinessLabel, READINESS_LEVELS, useLabel, usesFor } from './labels.js';
import type { AnswerName } from './schema.js';

export interface SectionDefinition {
  readonly key: 'use' | 'place' | 'amount' | 'temperature' | 'profile' | 'today' | 'research';
  readonly title: Message;
  readonly intro: Message;
  readonly fields: readonly FieldDefinition[];
}

const choose: FieldOption = { value: '', label: message('demand:choose') };
type Rest = Partial<Omit<FieldDefinition, 'name' | 'label' | 'hint' | 'type'>> & { readonly hinted?: boolean };
const field = (name: AnswerName | 'hourlyFile', type: FieldDefinition['type'], { hinted = false, ...rest }: Rest = {}): FieldDefinition =>
  ({ name, type, label: message(`demand:field.${name}`), ...(hinted && { hint: message(`demand:hint.${name}`) }), ...rest });
const number = (name: AnswerName, unit: Said, rest: Rest = {}): FieldDefinition => field(name, 'number', { unit, ...rest });
const titled = (key: SectionDefinition['key']) => ({ key, title: message(`demand:section.${key}`), intro: message(`demand:intro.${key}`) });

const use = (isResearchGroup: boolean): SectionDefinition => ({
  ...titled('use'),
  fields: [
    field('use', 'select', { required: true, options: [choose, ...usesFor(isResearchGroup).map(({ key }) => ({ value: key, label: useLabel(key) }))] }),
    field('name', 'text', { required: true, hinted: true }),
  ],
});

const PLACE: SectionDefinition = {
  ...titled('place'),
  fields: [
    field('address', 'text', { required: true, autocomplete: 'street-address' }),
    number('latitude', '°N', { required: true, hinted: true }),
    number('longitude', message('demand:degreesEast'), { required: true }),
    number('routeLengthM', 'm', { hinted: true }),
  ],
};

const AMOUNT: SectionDefinition = {
  ...titled('amount'),
  fields: [
    number('annualDemandMwh', 'MWh', { hinted: true }),
    number('peakKw', 'kW', { hinted: true }),
  ],
};

const TEMPERATURE: SectionDefinition = {
  ...titled('temperature'),
  fields: [
    number('flowTemperatureC', '°C', { required: true }),
    number('returnTemperatureC', '°C', { required: true, hinted: true }),
  ],
};

const PROFILE: SectionDefinition = {
  ...titled('profile'),
  fields: [
    field('profileKind', 'radios', { required: true, options: ['archetype', 'hourly'].map((value) => ({ value, label: message(`demand:profileKind.${value}`) })) }),
    field('archetype', 'select', { options: [choose, ...ARCHETYPES.map((value) => ({ value, label: message(`demand:archetype.${value}`) }))] }),
    field('hourlyFile', 'file', { accept: '.csv,.xlsx,.txt,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', hinted: true }),
    field('startDate', 'date', { required: true }),
    field('endDate', 'date', { hinted: true }),
  ],
};

const TODAY: SectionDefinition = {
  ...titled('today'),
  fields: [
    field('heatSource', 'select', { required: true, options: [choose, ...HEAT_SOURCES.map((value) => ({ value, label: message(`demand:source.${value}`) }))] }),
    number('heatCostEurPerMwh', 'EUR/MWh', { required: true, hinted: true }),
    number('efficiency', 'MWh/MWh', { hinted: true }),
    number('emissionKgPerMwh', 'kg CO2/MWh', { hinted: true }),
  ],
};

const RESEARCH: SectionDefinition = {
  ...titled('research'),
  fields: [
    field('topics', 'text', { hinted: true }),
    field('readinessLevel', 'select', { options: [choose, ...READINESS_LEVELS.map((level) => ({ value: String(level), label: readinessLabel(level) }))] }),
    field('dataNeeds', 'textarea', { hinted: true }),
    field('offersData', 'checkbox'),
    number('budgetEur', 'EUR'),
  ],
};

/** The form, top to bottom; the research questions only where they concern somebody. */
export const demandSections = (options: { readonly isResearchGroup: boolean; readonly withResearch: boolean }): readonly SectionDefinition[] =>
  [use(options.isResearchGroup), PLACE, AMOUNT, TEMPERATURE, PROFILE, TODAY, ...(options.withResearch ? [RESEARCH] : [])];
