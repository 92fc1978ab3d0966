import { DEFAULT_CLIMATE } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import type { ProfileFigures } from './figures.js';

type Words = Pick<Localised, 't' | 'number' | 'heat' | 'power' | 'months'>;

/** Three significant places for small demands, whole numbers for the rest. */
const heatOf = ({ number }: Words, valueMwh: number): string => number(valueMwh, valueMwh < 100 ? 1 : 0);

function origin({ t }: Words, answers: DemandAnswers, fileName: string | undefined): string {
  if (answers.profileKind === 'hourly') return fileName === undefined ? t('demand:figures.fromHours') : t('demand:figures.fromFile', { file: fileName });
  const climate = `${DEFAULT_CLIMATE.name}, ${DEFAULT_CLIMATE.note}`;
  return t(answers.annualDemandMwh === undefined ? 'demand:figures.annualFromPeak' : 'demand:figures.peakFromAnnual', { climate });
}

export function presentFigures(words: Words, figures: ProfileFigures | null, answers: DemandAnswers, hourly: Pick<HourlyUpload, 'fileName'> | null) {
  if (figures === null) return null;
  const { t, number, heat, power, months } = words;
  return {
    figures: [
      { value: figures.annualMwh < 100 ? `${heatOf(words, figures.annualMwh)}\u00a0MWh` : heat(figures.annualMwh), label: t('demand:figures.annual') },
      { value: power(figures.peakKw), label: t('demand:figures.peak') },
      { value: number(figures.fullLoadHours), label: t('demand:figures.fullLoad') },
    ],
    origin: origin(words, answers, hourly?.fileName),
    months: figures.monthlyMwh.map((valueMwh, month) => ({ month: months[month] ?? '', heat: heatOf(words, valueMwh) })),
    total: heatOf(words, figures.annualMwh),
  };
}
