import { HOURS_PER_YEAR, type DemandInput, type ResearchInput } from '../../engineering/index.js';
import type { FieldErrors } from '../../shared/errors.js';
import { message, type Said } from '../../shared/message.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import { profileFigures, type ProfileFigures } from './figures.js';
import { defaultEfficiency, derivedEmissionKgPerMwh, isEfficiencyPossible } from './heat-sources.js';
import { readAnswers, type AnswerName } from './schema.js';

/** Everything a submitted demand consists of, each part known to be there. */
export interface CompleteDemand {
  readonly name: string;
  readonly use: string;
  readonly place: { readonly latitude: number; readonly longitude: number; readonly address: string };
  readonly routeLengthM: number | null;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly input: Omit<DemandInput, 'routeLengthM'>;
  readonly figures: ProfileFigures;
}

export type Completeness =
  | { readonly complete: true; readonly demand: CompleteDemand }
  | { readonly complete: false; readonly errors: FieldErrors };

const HIGHEST_MWH = 1e7;
const HIGHEST_KW = 1e7;

const REQUIRED: readonly AnswerName[] = [
  'use', 'name', 'address', 'latitude', 'longitude', 'flowTemperatureC', 'returnTemperatureC', 'profileKind', 'startDate', 'heatSource', 'heatCostEurPerMwh',
];
const RESEARCH_REQUIRED: readonly AnswerName[] = ['topics', 'readinessLevel', 'endDate', 'budgetEur'];

const RESEARCH_ANSWERS = ['topics', 'readinessLevel', 'dataNeeds', 'budgetEur'] as const;
/** A campaign always; a research group's other demands once it answers one of the research questions. */
export const isResearch = (answers: DemandAnswers): boolean =>
  answers.use === 'research-campaign' || RESEARCH_ANSWERS.some((name) => answers[name] !== undefined);

type Rule = (answers: DemandAnswers, hourly: HourlyUpload | null) => FieldErrors;
const when = (isBroken: boolean, field: AnswerName | 'hourlyFile', said: Said): FieldErrors => (isBroken ? { [field]: said } : {});

const requireAll = (required: readonly AnswerName[]): Rule => (answers) =>
  Object.fromEntries(required.filter((name) => answers[name] === undefined).map((name) => [name, message(`demand:needed.${name}`)]));

const amount: Rule = ({ profileKind, annualDemandMwh, peakKw }) => {
  if (profileKind === 'hourly') return {};
  if (annualDemandMwh === undefined && peakKw === undefined) {
    return { annualDemandMwh: message('demand:needed.amount') };
  }
  return when(annualDemandMwh !== undefined && peakKw !== undefined, 'peakKw',
    message('demand:wrong.twoAmounts', { peak: peakKw ?? 0 }));
};

const temperatures: Rule = ({ flowTemperatureC = NaN, returnTemperatureC = NaN }) =>
  when(returnTemperatureC > flowTemperatureC - 1, 'returnTemperatureC',
    message('demand:wrong.return', { back: returnTemperatureC, flow: flowTemperatureC }));

const profile: Rule = ({ profileKind, archetype }, hourly) => ({
  ...when(profileKind === 'archetype' && archetype === undefined, 'archetype', message('demand:needed.archetype')),
  ...when(profileKind === 'hourly' && hourly === null, 'hourlyFile', message('demand:needed.hourlyFile')),
  ...(profileKind === 'hourly' && hourly !== null && hourlyValues(hourly.valuesKw)),
});

function hourlyValues(valuesKw: readonly number[]): FieldErrors {
  const wrong = valuesKw.findIndex((value) => !(value >= 0 && value <= HIGHEST_KW));
  return {
    ...when(valuesKw.length !== HOURS_PER_YEAR, 'hourlyFile', message('demand:wrong.hours', { found: String(valuesKw.length), wanted: String(HOURS_PER_YEAR) })),
    ...when(wrong >= 0, 'hourlyFile', message('demand:wrong.hour', { hour: String(wrong + 1), value: valuesKw[wrong] ?? 0, most: HIGHEST_KW })),
    ...when(!valuesKw.some((value) => value > 0), 'hourlyFile', message('demand:wrong.zeros')),
  };
}

const dates: Rule = ({ startDate, endDate, archetype, profileKind }) => ({
  ...when(profileKind === 'archetype' && archetype === 'research-campaign' && endDate === undefined, 'endDate', message('demand:needed.endDate')),
  ...when(startDate !== undefined && endDate !== undefined && endDate < startDate, 'endDate',
    message('demand:wrong.end', { end: endDate ?? '', start: startDate ?? '' })),
});

const today: Rule = (answers) => {
  const { heatSource, efficiency } = answers;
  if (heatSource === undefined) return {};
  const used = efficiency ?? defaultEfficiency(heatSource);
  if (used !== undefined && !isEfficiencyPossible(heatSource, used)) {
    return { efficiency: message(heatSource === 'heat-pump' ? 'demand:wrong.efficiencyHeatPump' : 'demand:wrong.efficiency', { value: used }) };
  }
  return when((answers.emissionKgPerMwh ?? derivedEmissionKgPerMwh(answers)) === undefined, 'emissionKgPerMwh',
    message('demand:needed.emission'));
};

const keywords = (text: string): string[] => [...new Set(text.split(/[,;\n]/).map((word) => word.trim().toLowerCase()).filter(Boolean))];

const topics: Rule = (answers) =>
  when(isResearch(answers) && answers.topics !== undefined && keywords(answers.topics).length === 0, 'topics', message('demand:needed.topics'));

const research: Rule = (answers, hourly) => (isResearch(answers) ? requireAll(RESEARCH_REQUIRED)(answers, hourly) : {});

/** Later rules do not speak about a field that an earlier one has refused. */
const RULES: readonly Rule[] = [requireAll(REQUIRED), research, amount, temperatures, profile, dates, today, topics];

function researchInput(answers: DemandAnswers): ResearchInput | undefined {
  if (!isResearch(answers)) return undefined;
  return {
    topics: keywords(answers.topics ?? ''), readinessLevel: answers.readinessLevel ?? 1,
    offersData: answers.offersData ?? false, budgetEur: answers.budgetEur ?? 0,
  };
}

type Answered = Required<{ [Name in keyof DemandAnswers]: Exclude<DemandAnswers[Name], undefined> }>;

/** Called when every rule has passed: what is read here without a question was required there. */
function assemble(answers: DemandAnswers, hourly: HourlyUpload | null, figures: ProfileFigures): CompleteDemand {
  const given = answers as Answered;
  const uploaded = given.profileKind === 'hourly' && hourly !== null;
  const researched = researchInput(answers);
  return {
    name: given.name, use: given.use, startDate: given.startDate, endDate: answers.endDate ?? null,
    place: { latitude: given.latitude, longitude: given.longitude, address: given.address },
    routeLengthM: answers.routeLengthM ?? null, figures,
    input: {
      name: given.name, use: given.use, flowTemperatureC: given.flowTemperatureC, returnTemperatureC: given.returnTemperatureC,
      ...(uploaded ? { profile: { hourlyKw: hourly.valuesKw } } : { profile: { archetype: given.archetype }, annualDemandMwh: answers.annualDemandMwh ?? figures.annualMwh }),
      startDate: given.startDate, ...(answers.endDate !== undefined && { endDate: answers.endDate }),
      alternative: {
        costEurPerMwh: given.heatCostEurPerMwh, emissionKgPerMwh: answers.emissionKgPerMwh ?? derivedEmissionKgPerMwh(answers) ?? 0,
      },
      ...(researched !== undefined && { research: researched }),
    },
  };
}

function amountOf(answers: DemandAnswers, figures: ProfileFigures | null): FieldErrors {
  const field = answers.profileKind === 'hourly' ? 'hourlyFile' : answers.peakKw === undefined ? 'annualDemandMwh' : 'peakKw';
  if (figures === null) return { [field]: message('demand:wrong.noHeat') };
  return when(!(figures.annualMwh >= 0.001 && figures.annualMwh <= HIGHEST_MWH), field,
    message('demand:wrong.amount', { heat: figures.annualMwh, most: HIGHEST_MWH }));
}

/** The full check before a demand is submitted. Whatever passes, the engineering library accepts. */
export function completeDemand(stored: DemandAnswers, hourly: HourlyUpload | null): Completeness {
  const { answers, errors: refused } = readAnswers(stored);
  const errors = RULES.reduce<FieldErrors>((found, rule) => ({ ...rule(answers, hourly), ...found }), refused);
  if (Object.keys(errors).length > 0) return { complete: false, errors };
  const figures = profileFigures(answers, hourly);
  const wrongAmount = amountOf(answers, figures);
  if (figures === null || Object.keys(wrongAmount).length > 0) return { complete: false, errors: wrongAmount };
  return { complete: true, demand: assemble(answers, hourly, figures) };
}
