import { DEFAULT_CLIMATE } from '../../engineering/index.js';
import { formatHeat, formatNumber, formatPower, MONTHS } from '../../shared/format.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import type { ProfileFigures } from './figures.js';

/** Three significant places for small demands, whole numbers for the rest. */
const heat = (valueMwh: number): string => formatNumber(valueMwh, valueMwh < 100 ? 1 : 0);

function origin(answers: DemandAnswers, fileName: string | undefined): string {
  if (answers.profileKind === 'hourly') return `From the hourly values${fileName === undefined ? '' : ` in ${fileName}`}.`;
  const climate = `${DEFAULT_CLIMATE.name}, ${DEFAULT_CLIMATE.note}`;
  return answers.annualDemandMwh === undefined
    ? `The heat of a year is worked out from the highest power with a typical year in the weather of ${climate}.`
    : `The highest power is worked out from the heat of a year with a typical year in the weather of ${climate}.`;
}

export function presentFigures(figures: ProfileFigures | null, answers: DemandAnswers, hourly: Pick<HourlyUpload, 'fileName'> | null) {
  if (figures === null) return null;
  return {
    figures: [
      { value: figures.annualMwh < 100 ? `${heat(figures.annualMwh)}\u00a0MWh` : formatHeat(figures.annualMwh), label: 'Heat of a year' },
      { value: formatPower(figures.peakKw), label: 'Highest power' },
      { value: formatNumber(figures.fullLoadHours), label: 'Full-load hours: heat of a year over highest power' },
    ],
    origin: origin(answers, hourly?.fileName),
    months: figures.monthlyMwh.map((valueMwh, month) => ({ month: MONTHS[month] ?? '', heat: heat(valueMwh) })),
    total: heat(figures.annualMwh),
  };
}
