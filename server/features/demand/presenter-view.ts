import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import { isResearch } from './complete.js';
import { demandSections } from './form-fields.js';
import { defaultEfficiency, derivedEmissionKgPerMwh } from './heat-sources.js';
import type { Demand, DemandVersion, ListedDemand } from './index.js';
import { readinessLabel } from './labels.js';
import { presentFigures } from './presenter-figures.js';
import type { AnswerName } from './schema.js';

type Print = (localised: Localised, answers: DemandAnswers, hourly: Pick<HourlyUpload, 'fileName'> | null) => string | undefined;

const given = <T>(value: T | undefined, print: (value: T) => string): string | undefined => (value === undefined ? undefined : print(value));
const plain = (name: AnswerName): Print => (_localised, answers) => given(answers[name], String);
const unitOf = (name: AnswerName, text: string, digits = 0): Print => ({ unit }, answers) =>
  given(answers[name] as number | undefined, (value) => unit(value, text, Number.isInteger(value) ? 0 : Math.max(digits, 1)));
const dateOf = (name: 'startDate' | 'endDate'): Print => ({ date }, answers) => given(answers[name], date);

const efficiency: Print = ({ t, number }, { efficiency: stated, heatSource }) => {
  const usual = heatSource === undefined ? undefined : defaultEfficiency(heatSource);
  return given(stated, (value) => number(value, 2)) ?? given(usual, (value) => t('demand:value.usual', { value: number(value, 2) }));
};

const emission: Print = ({ t, unit }, answers) => given(answers.emissionKgPerMwh, (value) => unit(value, 'kg CO2/MWh'))
  ?? given(derivedEmissionKgPerMwh(answers), (value) => t('demand:value.derived', { value: unit(value, 'kg CO2/MWh') }));

/** How each answer is printed; a field that is missing here is not repeated on the page. */
const PRINT: Readonly<Record<string, Print>> = {
  use: ({ t }, { use }) => given(use, (key) => t(`demand:use.${key}`)), name: plain('name'), address: plain('address'),
  latitude: ({ unit }, { latitude }) => given(latitude, (value) => unit(value, '°N', 4)),
  longitude: ({ t, unit }, { longitude }) => given(longitude, (value) => unit(value, t('demand:degreesEast'), 4)),
  routeLengthM: (localised, answers, hourly) => unitOf('routeLengthM', 'm')(localised, answers, hourly) ?? localised.t('demand:value.straightLine'),
  annualDemandMwh: unitOf('annualDemandMwh', 'MWh', 2), peakKw: unitOf('peakKw', 'kW', 1),
  flowTemperatureC: unitOf('flowTemperatureC', '°C', 1), returnTemperatureC: unitOf('returnTemperatureC', '°C', 1),
  archetype: ({ t }, { profileKind, archetype }) => (profileKind === 'hourly' ? undefined : given(archetype, (key) => t(`demand:archetype.${key}`))),
  hourlyFile: (_localised, { profileKind }, hourly) => (profileKind === 'hourly' ? hourly?.fileName : undefined),
  startDate: dateOf('startDate'), endDate: dateOf('endDate'),
  heatSource: ({ t }, { heatSource }) => given(heatSource, (key) => t(`demand:source.${key}`)),
  heatCostEurPerMwh: unitOf('heatCostEurPerMwh', 'EUR/MWh', 2), efficiency, emissionKgPerMwh: emission,
  topics: plain('topics'),
  readinessLevel: ({ text }, { readinessLevel }) => given(readinessLevel, (level) => text(readinessLabel(level))),
  dataNeeds: plain('dataNeeds'), offersData: ({ t }, { offersData }) => t(offersData === true ? 'demand:value.yes' : 'demand:value.no'),
  budgetEur: ({ money }, { budgetEur }) => given(budgetEur, money),
};

/** Optional answers that are not given are left out; for required ones the gap is shown. */
export function presentAnswers(localised: Localised, answers: DemandAnswers, hourly: Pick<HourlyUpload, 'fileName'> | null) {
  const { t, text } = localised;
  return demandSections({ isResearchGroup: false, withResearch: isResearch(answers) }).map(({ key, title, fields }) => ({
    key, title: text(title),
    facts: fields.flatMap(({ name, label, required }) => {
      const printed = PRINT[name]?.(localised, answers, hourly);
      if (printed === undefined && (required !== true || PRINT[name] === undefined)) return [];
      return [{ name, label: text(label), text: printed ?? t('demand:value.notGiven'), missing: printed === undefined }];
    }),
  }));
}

const presentHistory = ({ t, dateTime }: Localised, demand: Demand) => [...demand.history].reverse().map(({ at, actor, action, version, reason }) => ({
  when: dateTime(at), who: actor.label, what: t(`demand:history.${action}`), reason,
  version: version === null || action === 'withdrawn' ? null
    : { label: t('demand:show.version', { version: String(version) }), href: to(paths.demandVersion, { demandId: demand.id, version: String(version) }) },
}));

function notice({ t }: Localised, demand: Demand, isOwn: boolean) {
  if (isOwn && demand.state === 'draft') return { kind: 'info', text: t('demand:show.noticeDraft') };
  if (isOwn && demand.state === 'submitted' && demand.hasChanges) {
    return { kind: 'warning', text: t('demand:show.noticePending', { version: String(demand.version) }) };
  }
  return demand.state === 'withdrawn' ? { kind: 'warning', text: t('demand:show.noticeWithdrawn') } : null;
}

export function presentDemand(localised: Localised, { demand, organisationName }: ListedDemand, user: CurrentUser) {
  const { t, dateTime } = localised;
  const id = { demandId: demand.id };
  const isOwn = user.role === 'partner';
  const isOpen = isOwn && demand.state !== 'withdrawn';
  const name = demand.answers.name ?? t('demand:unnamed');
  return {
    title: name, name, organisationName, example: demand.example,
    state: { key: demand.state, label: t(`demand:state.${demand.state}`) }, version: demand.version,
    changed: t('demand:show.changed', { when: dateTime(demand.changedAt), who: demand.changedBy.label }),
    notice: notice(localised, demand, isOwn), sections: presentAnswers(localised, demand.answers, demand.hourly),
    figures: presentFigures(localised, demand.figures, demand.answers, demand.hourly), history: presentHistory(localised, demand),
    revision: demand.revision,
    submit: isOpen && (demand.state === 'draft' || demand.hasChanges) ? to(paths.submitDemand, id) : null,
    guide: isOpen && demand.state === 'draft' && demand.answers.profileKind !== 'hourly' ? `${paths.guide}?demand=${demand.id}` : null,
    edit: isOpen ? to(paths.editDemand, id) : null,
    withdraw: isOpen ? { href: to(paths.withdrawDemand, id), label: t(demand.state === 'draft' ? 'demand:show.discard' : 'demand:show.withdraw') } : null,
    copy: isOwn ? to(paths.copyDemand, id) : null,
    hours: demand.hourly !== null ? to(paths.demandHoursCsv, id) : null,
    matches: demand.version !== null ? `${paths.matches}?state=all&q=${encodeURIComponent(name)}` : null,
  };
}

export function presentVersion(localised: Localised, version: DemandVersion) {
  const { t, dateTime } = localised;
  return {
    title: t('demand:version.title', { name: version.name, version: String(version.version) }), name: version.name, version: version.version,
    back: to(paths.demand, { demandId: version.demandId }),
    lead: t('demand:version.lead', { version: String(version.version), when: dateTime(version.submittedAt), who: version.submittedBy.label }),
    sections: presentAnswers(localised, version.answers, { fileName: version.hourlyFileName ?? '' }),
    figures: presentFigures(localised, version.figures, version.answers, { fileName: version.hourlyFileName ?? '' }),
  };
}

export function presentWithdrawal({ t }: Localised, demand: Demand) {
  const isDraft = demand.state === 'draft';
  return {
    title: t(isDraft ? 'demand:withdraw.titleDraft' : 'demand:withdraw.title'), isDraft, name: demand.answers.name ?? t('demand:unnamed'),
    action: to(paths.withdrawDemand, { demandId: demand.id }), back: to(paths.demand, { demandId: demand.id }), revision: demand.revision,
    button: t(isDraft ? 'demand:show.discard' : 'demand:show.withdraw'),
  };
}
