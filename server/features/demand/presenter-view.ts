import type { CurrentUser } from '../../shared/current-user.js';
import { formatDate, formatDateTime, formatMoney, formatNumber, formatUnit } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import { isResearch } from './complete.js';
import { demandSections, FIELD_LABELS } from './form-fields.js';
import { defaultEfficiency, derivedEmissionKgPerMwh, HEAT_SOURCE_LABELS } from './heat-sources.js';
import type { Demand, DemandHistoryEntry, DemandVersion, ListedDemand } from './index.js';
import { ARCHETYPE_LABELS, READINESS_LABELS, STATE_LABELS, useLabel } from './labels.js';
import { presentFigures } from './presenter-figures.js';
import type { AnswerName } from './schema.js';

type Print = (answers: DemandAnswers, hourly: Pick<HourlyUpload, 'fileName'> | null) => string | undefined;

const given = <T>(value: T | undefined, print: (value: T) => string): string | undefined => (value === undefined ? undefined : print(value));
const plain = (name: AnswerName): Print => (answers) => given(answers[name], String);
const unit = (name: AnswerName, text: string, digits = 0): Print => (answers) =>
  given(answers[name] as number | undefined, (value) => formatUnit(value, text, Number.isInteger(value) ? 0 : Math.max(digits, 1)));
const date = (name: 'startDate' | 'endDate'): Print => (answers) => given(answers[name], formatDate);

const efficiency: Print = ({ efficiency: stated, heatSource }) => {
  const usual = heatSource === undefined ? undefined : defaultEfficiency(heatSource);
  return given(stated, (value) => formatNumber(value, 2)) ?? given(usual, (value) => `${formatNumber(value, 2)} (usual value)`);
};

const emission: Print = (answers) => given(answers.emissionKgPerMwh, (value) => formatUnit(value, 'kg CO2/MWh'))
  ?? given(derivedEmissionKgPerMwh(answers), (value) => `${formatUnit(value, 'kg CO2/MWh')} (worked out from heat source and efficiency)`);

/** How each answer is printed; a field that is missing here is not repeated on the page. */
const PRINT: Readonly<Record<string, Print>> = {
  use: ({ use }) => given(use, useLabel), name: plain('name'), address: plain('address'),
  latitude: ({ latitude }) => given(latitude, (value) => formatUnit(value, '°N', 4)),
  longitude: ({ longitude }) => given(longitude, (value) => formatUnit(value, '°E', 4)),
  routeLengthM: (answers, hourly) => unit('routeLengthM', 'm')(answers, hourly) ?? 'Straight line times 1.3',
  annualDemandMwh: unit('annualDemandMwh', 'MWh', 2), peakKw: unit('peakKw', 'kW', 1),
  flowTemperatureC: unit('flowTemperatureC', '°C', 1), returnTemperatureC: unit('returnTemperatureC', '°C', 1),
  archetype: ({ profileKind, archetype }) => (profileKind === 'hourly' ? undefined : given(archetype, (key) => ARCHETYPE_LABELS[key])),
  hourlyFile: ({ profileKind }, hourly) => (profileKind === 'hourly' ? hourly?.fileName : undefined),
  startDate: date('startDate'), endDate: date('endDate'),
  heatSource: ({ heatSource }) => given(heatSource, (key) => HEAT_SOURCE_LABELS[key]),
  heatCostEurPerMwh: unit('heatCostEurPerMwh', 'EUR/MWh', 2), efficiency, emissionKgPerMwh: emission,
  topics: plain('topics'),
  readinessLevel: ({ readinessLevel }) => given(readinessLevel, (level) => `${level} – ${READINESS_LABELS[level - 1] ?? ''}`),
  dataNeeds: plain('dataNeeds'), offersData: ({ offersData }) => (offersData === true ? 'Yes' : 'No'),
  budgetEur: ({ budgetEur }) => given(budgetEur, formatMoney),
};

/** Optional answers that are not given are left out; for required ones the gap is shown. */
export function presentAnswers(answers: DemandAnswers, hourly: Pick<HourlyUpload, 'fileName'> | null) {
  return demandSections({ isResearchGroup: false, withResearch: isResearch(answers) }).map(({ title, fields }) => ({
    title,
    facts: fields.flatMap(({ name, required }) => {
      const text = PRINT[name]?.(answers, hourly);
      if (text === undefined && (required !== true || PRINT[name] === undefined)) return [];
      return [{ label: FIELD_LABELS.get(name) ?? name, text: text ?? 'Not given yet', missing: text === undefined }];
    }),
  }));
}

const ACTION_LABELS: Readonly<Record<DemandHistoryEntry['action'], string>> = {
  submitted: 'Submitted', changed: 'Changed', withdrawn: 'Withdrawn',
};

const presentHistory = (demand: Demand) => [...demand.history].reverse().map(({ at, actor, action, version, reason }) => ({
  when: formatDateTime(at), who: actor.label, what: ACTION_LABELS[action], reason,
  version: version === null || action === 'withdrawn' ? null
    : { label: `version ${version}`, href: to(paths.demandVersion, { demandId: demand.id, version: String(version) }) },
}));

function notice(demand: Demand, isOwn: boolean) {
  if (isOwn && demand.state === 'draft') return { kind: 'info', text: 'This is a draft. Check your answers and submit it, then we look for surplus heat.' };
  if (isOwn && demand.state === 'submitted' && demand.hasChanges) {
    return { kind: 'warning', text: `You see changes that are not submitted yet. Version ${demand.version} stays valid until you submit them.` };
  }
  return demand.state === 'withdrawn' ? { kind: 'warning', text: 'This demand was withdrawn; no heat is looked for.' } : null;
}

export function presentDemand({ demand, organisationName }: ListedDemand, user: CurrentUser) {
  const id = { demandId: demand.id };
  const isOwn = user.role === 'partner';
  const isOpen = isOwn && demand.state !== 'withdrawn';
  const name = demand.answers.name ?? 'Unnamed heat demand';
  return {
    title: name, name, organisationName, example: demand.example,
    state: { key: demand.state, label: STATE_LABELS[demand.state] }, version: demand.version,
    changed: `${formatDateTime(demand.changedAt)} by ${demand.changedBy.label}`,
    notice: notice(demand, isOwn), sections: presentAnswers(demand.answers, demand.hourly),
    figures: presentFigures(demand.figures, demand.answers, demand.hourly), history: presentHistory(demand),
    revision: demand.revision,
    submit: isOpen && (demand.state === 'draft' || demand.hasChanges) ? to(paths.submitDemand, id) : null,
    edit: isOpen ? to(paths.editDemand, id) : null,
    withdraw: isOpen ? { href: to(paths.withdrawDemand, id), label: demand.state === 'draft' ? 'Discard draft' : 'Withdraw' } : null,
    copy: isOwn ? to(paths.copyDemand, id) : null,
    hours: demand.hourly !== null ? to(paths.demandHoursCsv, id) : null,
    matches: demand.version !== null ? `${paths.matches}?state=all&q=${encodeURIComponent(name)}` : null,
  };
}

export function presentVersion(version: DemandVersion) {
  return {
    title: `${version.name}, version ${version.version}`, name: version.name, version: version.version,
    back: to(paths.demand, { demandId: version.demandId }),
    submitted: `${formatDateTime(version.submittedAt)} by ${version.submittedBy.label}`,
    sections: presentAnswers(version.answers, { fileName: version.hourlyFileName ?? '' }),
    figures: presentFigures(version.figures, version.answers, { fileName: version.hourlyFileName ?? '' }),
  };
}

export function presentWithdrawal(demand: Demand) {
  const isDraft = demand.state === 'draft';
  return {
    title: isDraft ? 'Discard this draft?' : 'Withdraw this heat demand?', isDraft, name: demand.answers.name ?? 'Unnamed heat demand',
    action: to(paths.withdrawDemand, { demandId: demand.id }), back: to(paths.demand, { demandId: demand.id }), revision: demand.revision,
    button: isDraft ? 'Discard draft' : 'Withdraw',
  };
}
