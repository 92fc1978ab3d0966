import { bothSizes } from '../../shared/chart-figure.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition, type FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import type { StackedMonthsChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { DemandAnswers } from './answers.js';
import { profileFigures } from './figures.js';
import { demandSections } from './form-fields.js';
import { ASSUMED_ROUTE_M, isAnswered, STEP_ANSWERS, stepAfter, stepBefore, stepErrors, stepsFor, type GuideStep } from './guide.js';
import type { RoughEstimate } from './index.js';
import { presentFigures } from './presenter-figures.js';
import { presentAnswers } from './presenter-view.js';

/** Labels that ask in plain words, the technical term in brackets. */
const PLAIN = ['annualDemandMwh', 'peakKw', 'flowTemperatureC', 'returnTemperatureC', 'archetype', 'startDate', 'endDate', 'heatSource', 'heatCostEurPerMwh', 'efficiency'];

function fieldsOf(step: GuideStep, isResearchGroup: boolean): readonly FieldDefinition[] {
  const all = new Map(demandSections({ isResearchGroup, withResearch: true }).flatMap(({ fields }) => fields.map((field) => [field.name, field] as const)));
  return STEP_ANSWERS[step].flatMap((name) => {
    const field = all.get(name);
    if (field === undefined) return [];
    const asked = PLAIN.includes(name) ? { ...field, label: message(`guide:field.${name}`) } : field;
    return name === 'use' ? [{ ...asked, type: 'radios' as const, options: (field.options ?? []).slice(1) }] : [asked];
  });
}

export const stepHref = (step: GuideStep): string => to(paths.guideStep, { step });

export type Rough = Awaited<ReturnType<RoughEstimate>>;

/** "About 60 to 75 % of your heat could come from building 2, for roughly 45 to 60 EUR/MWh." */
export function presentRough({ t, percent, number, unit }: Localised, rough: Rough | null, isPlaced: boolean) {
  if (rough === null) return null;
  if (rough.best === null) return { works: false, text: t(rough.buildings === 0 ? 'guide:rough.noBuilding' : 'guide:rough.none'), notes: [] };
  const { best } = rough;
  const [low, high] = [Math.round(best.coverage.low * 100), Math.round(best.coverage.high * 100)];
  const [cheap, dear] = [Math.round(best.costEurPerMwh.low), Math.round(best.costEurPerMwh.high)];
  const told = {
    share: low === high ? percent(best.coverage.high) : t('guide:rough.range', { low: number(low), high: percent(high / 100) }), building: best.building,
    price: cheap === dear ? unit(dear, 'EUR/MWh') : t('guide:rough.range', { low: number(cheap), high: unit(dear, 'EUR/MWh') }), site: best.site,
  };
  const verdict = best.costEurPerMwh.high <= best.todayEurPerMwh ? 'cheaper' : best.costEurPerMwh.low >= best.todayEurPerMwh ? 'dearer' : 'maybe';
  return {
    works: true, text: t('guide:rough.text', told), verdict: t(`guide:rough.${verdict}`, { today: unit(best.todayEurPerMwh, 'EUR/MWh') }),
    notes: [
      t('guide:rough.climate', { tonnes: unit(Math.round(best.avoidedTonnesPerYear), 't') }),
      isPlaced ? t('guide:rough.route', { length: unit(best.routeLengthM / 1000, 'km', 1) }) : t('guide:rough.assumedRoute', { length: unit(ASSUMED_ROUTE_M / 1000, 'km') }),
      t('guide:rough.how'), ...(best.example ? [t('guide:rough.example')] : []),
    ],
  };
}

/** Heat by month as far as it is known; what the picture beside the questions shows. */
export function sketchChart({ t, months, language }: Localised, answers: DemandAnswers): StackedMonthsChart | null {
  const figures = profileFigures(answers, null);
  if (figures === null) return null;
  return {
    kind: 'stacked-months', language, title: t('guide:sketch.title'), unit: 'MWh', categories: months,
    series: [{ name: t('guide:sketch.series'), values: figures.monthlyMwh.map((heat) => Math.round(heat * 10) / 10), tone: 'hot' }],
  };
}

export function sketchText({ t, heat, power, number }: Localised, answers: DemandAnswers): string {
  const figures = profileFigures(answers, null);
  if (figures === null) return t('guide:sketch.notYet');
  return t('guide:sketch.text', { heat: heat(figures.annualMwh), peak: power(figures.peakKw), hours: number(figures.fullLoadHours) });
}

export interface GuidePage {
  readonly answers: DemandAnswers;
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
  readonly isResearchGroup: boolean;
  readonly rough: Rough | null;
}

const isPlaced = ({ latitude, longitude }: DemandAnswers): boolean => latitude !== undefined && longitude !== undefined;

function progress({ t }: Localised, current: GuideStep | 'check', answers: DemandAnswers) {
  const steps = stepsFor(answers);
  return {
    text: current === 'check' ? t('guide:checkStep') : t('guide:stepOf', { step: String(steps.indexOf(current) + 1), steps: String(steps.length) }),
    steps: [
      ...steps.map((step) => ({ label: t(`guide:step.${step}.short`), href: stepHref(step), current: step === current, done: isAnswered(step, answers) })),
      { label: t('guide:check.short'), href: paths.guideCheck, current: current === 'check', done: false },
    ],
  };
}

export function presentStep(localised: Localised, step: GuideStep, page: GuidePage) {
  const { t } = localised;
  const { answers, values = { ...answers }, errors = {}, isResearchGroup, rough } = page;
  const [before, after] = [stepBefore(step, answers), stepAfter(step, answers)];
  return {
    title: t(`guide:step.${step}.title`), lead: t(`guide:step.${step}.lead`), step, action: stepHref(step), progress: progress(localised, step, answers),
    form: presentForm(fieldsOf(step, isResearchGroup), values, errors),
    back: before === null ? null : stepHref(before), skip: after === null ? paths.guideCheck : stepHref(after), isFirst: step === 'use',
    isPlace: step === 'place', sketch: step === 'use' ? null : { svg: `${paths.guideSketchSvg}?size=narrow`, known: sketchChart(localised, answers) !== null, text: sketchText(localised, answers) },
    rough: presentRough(localised, rough, isPlaced(answers)), allOnOne: answers.use === undefined ? paths.newDemand : `${paths.newDemand}?use=${encodeURIComponent(answers.use)}`,
  };
}

export function presentCheck(localised: Localised, { answers, rough }: GuidePage, role: string | undefined) {
  const { t, text } = localised;
  const facts = presentAnswers(localised, answers, null).flatMap((section) => section.facts);
  const gaps = stepsFor(answers).flatMap((step) => Object.values(stepErrors(step, answers)).map((said) => ({ text: text(said), href: stepHref(step) })));
  return {
    title: t('guide:check.title'), progress: progress(localised, 'check', answers), gaps, isComplete: gaps.length === 0,
    sections: stepsFor(answers).map((step) => {
      const title = t(`guide:step.${step}.short`);
      return {
        title, href: stepHref(step), change: t('guide:check.changeOf', { section: title }),
        facts: STEP_ANSWERS[step].flatMap((name) => facts.filter((fact) => fact.name === name)),
      };
    }),
    figures: presentFigures(localised, profileFigures(answers, null), answers, null),
    sketch: sketchChart(localised, answers) === null ? null : { ...bothSizes(paths.guideSketchSvg), text: sketchText(localised, answers) },
    rough: presentRough(localised, rough, isPlaced(answers)), isPartner: role === 'partner', isVisitor: role === undefined,
  };
}
