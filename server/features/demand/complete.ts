import { HOURS_PER_YEAR, type DemandInput, type ResearchInput } from '../../engineering/index.js';
import type { FieldErrors } from '../../shared/errors.js';
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

const REQUIRED: Readonly<Partial<Record<AnswerName, string>>> = {
  use: 'Choose what you heat.',
  name: 'Give the demand a name.',
  address: 'Say where the heat is needed.',
  latitude: 'Enter the latitude.',
  longitude: 'Enter the longitude.',
  flowTemperatureC: 'Enter how warm the heating water must be.',
  returnTemperatureC: 'Enter how warm the water comes back.',
  profileKind: 'Choose how the heat is spread over the year.',
  startDate: 'Enter from when you need the heat.',
  heatSource: 'Choose what you heat with today.',
  heatCostEurPerMwh: 'Enter what a MWh of heat costs you today.',
};
const RESEARCH_REQUIRED: Readonly<Partial<Record<AnswerName, string>>> = {
  topics: 'Name at least one topic.',
  readinessLevel: 'Choose a readiness level.',
  endDate: 'Enter when the campaign ends.',
  budgetEur: 'Enter the budget; 0 if there is none.',
};

const RESEARCH_ANSWERS = ['topics', 'readinessLevel', 'dataNeeds', 'budgetEur'] as const;
/** A campaign always; a research group's other demands once it answers one of the research questions. */
export const isResearch = (answers: DemandAnswers): boolean =>
  answers.use === 'research-campaign' || RESEARCH_ANSWERS.some((name) => answers[name] !== undefined);

type Rule = (answers: DemandAnswers, hourly: HourlyUpload | null) => FieldErrors;
const when = (isBroken: boolean, field: AnswerName | 'hourlyFile', message: string): FieldErrors => (isBroken ? { [field]: message } : {});

const requireAll = (required: Readonly<Partial<Record<AnswerName, string>>>): Rule => (answers) =>
  Object.fromEntries(Object.entries(required).filter(([name]) => answers[name as AnswerName] === undefined));

const amount: Rule = ({ profileKind, annualDemandMwh, peakKw }) => {
  if (profileKind === 'hourly') return {};
  if (annualDemandMwh === undefined && peakKw === undefined) {
    return { annualDemandMwh: 'Enter the heat of a year, or the peak below; one of the two is enough.' };
  }
  return when(annualDemandMwh !== undefined && peakKw !== undefined, 'peakKw',
    `Leave ${peakKw} kW out, or the heat of a year: with a typical year one follows from the other.`);
};

const temperatures: Rule = ({ flowTemperatureC = NaN, returnTemperatureC = NaN }) =>
  when(returnTemperatureC > flowTemperatureC - 1, 'returnTemperatureC',
    `${returnTemperatureC} °C must be at least 1 °C below the flow of ${flowTemperatureC} °C: the water gives its heat off on the way.`);

const profile: Rule = ({ profileKind, archetype }, hourly) => ({
  ...when(profileKind === 'archetype' && archetype === undefined, 'archetype', 'Choose a typical year.'),
  ...when(profileKind === 'hourly' && hourly === null, 'hourlyFile', 'Choose a file with hourly values.'),
  ...(profileKind === 'hourly' && hourly !== null && hourlyValues(hourly.valuesKw)),
});

function hourlyValues(valuesKw: readonly number[]): FieldErrors {
  const wrong = valuesKw.findIndex((value) => !(value >= 0 && value <= HIGHEST_KW));
  return {
    ...when(valuesKw.length !== HOURS_PER_YEAR, 'hourlyFile', `The file has ${valuesKw.length} values, not ${HOURS_PER_YEAR}.`),
    ...when(wrong >= 0, 'hourlyFile', `Hour ${wrong + 1}: ${valuesKw[wrong]} kW is not between 0 and ${HIGHEST_KW} kW.`),
    ...when(!valuesKw.some((value) => value > 0), 'hourlyFile', 'All values are 0: there is no heat in this file.'),
  };
}

const dates: Rule = ({ startDate, endDate, archetype, profileKind }) => ({
  ...when(profileKind === 'archetype' && archetype === 'research-campaign' && endDate === undefined, 'endDate', 'Enter when the campaign ends.'),
  ...when(startDate !== undefined && endDate !== undefined && endDate < startDate, 'endDate',
    `${endDate} lies before the start on ${startDate}.`),
});

const today: Rule = (answers) => {
  const { heatSource, efficiency } = answers;
  if (heatSource === undefined) return {};
  const used = efficiency ?? defaultEfficiency(heatSource);
  if (used !== undefined && !isEfficiencyPossible(heatSource, used)) {
    const limit = heatSource === 'heat-pump' ? 'A heat pump gives at least 1' : 'Without a heat pump it is at most 1.1';
    return { efficiency: `${used} is not possible. ${limit}.` };
  }
  return when((answers.emissionKgPerMwh ?? derivedEmissionKgPerMwh(answers)) === undefined, 'emissionKgPerMwh',
    'Enter the emission of your heat; your supplier states it. For this source it cannot be derived.');
};

const keywords = (text: string): string[] => [...new Set(text.split(/[,;\n]/).map((word) => word.trim().toLowerCase()).filter(Boolean))];

const topics: Rule = (answers) =>
  when(isResearch(answers) && answers.topics !== undefined && keywords(answers.topics).length === 0, 'topics', 'Name at least one topic.');

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
  if (figures === null) return { [field]: 'No heat a year follows from these answers.' };
  return when(!(figures.annualMwh >= 0.001 && figures.annualMwh <= HIGHEST_MWH), field,
    `This gives ${figures.annualMwh} MWh a year, which is outside 0.001 to ${HIGHEST_MWH} MWh.`);
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
