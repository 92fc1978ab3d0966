import { MONTHS } from '../shared/format.js';
import type { Chart } from '../shared/ports.js';

/** Made up to show how each kind of picture looks. */
const wave = (count: number, mean: number, swing: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.round(mean + swing * Math.cos((2 * Math.PI * index) / count)));
const falling = (least: number, most: number): number[] => Array.from({ length: 146 }, (_, point) => most - (most - least) * (point / 145) ** 0.6);
const year = Float64Array.from({ length: 8760 }, (_, hour) =>
  Math.max(0, 500 + 350 * Math.cos((2 * Math.PI * hour) / 8760) + 120 * Math.cos((2 * Math.PI * (hour - 8)) / 24)));

const SPECIMENS: readonly Chart[] = [
  {
    kind: 'monthly-heat', title: 'Heat by month', unit: 'MWh', months: MONTHS, offeredMwh: wave(12, 900, -40), demandMwh: wave(12, 600, 400), deliveredMwh: wave(12, 520, 300),
    names: { offered: 'Offered', demand: 'Demand', delivered: 'Delivered', offeredAboveScale: 'Offered, above the scale' },
  },
  {
    kind: 'score-waterfall', title: 'Score', unit: 'points', names: { given: 'Points given', missed: 'Points missed', total: 'Total' },
    criteria: [['Cost', 22, 30], ['Climate', 20, 20], ['Coverage', 9, 15], ['Use', 5, 15], ['Efficiency', 8, 10], ['Readiness', 10, 10]]
      .map(([label, points, fullPoints]) => ({ label: String(label), points: Number(points), fullPoints: Number(fullPoints) })),
  },
  {
    kind: 'duration', title: 'Load duration curve', unit: 'kW', axis: 'hours of the year', names: { demand: 'Demand', delivered: 'Delivered' }, hoursPerPoint: 60,
    demand: falling(100, 1000), delivered: falling(100, 1000).map((power) => Math.min(power, 700)),
  },
  {
    kind: 'price-corridor', title: 'Price', unit: 'EUR/MWh', takes: 'What it takes', today: { name: 'Today', value: 70 },
    parts: [['Pipe', 12], ['Heat exchangers', 4], ['Heat pump', 14], ['For the unforeseen', 3], ['Electricity', 11], ['Upkeep', 4], ['Cooling saved', -3]]
      .map(([name, value]) => ({ name: String(name), value: Number(value) })),
    marks: [{ label: 'lowest 45', value: 45 }, { label: 'today 70', value: 70 }],
  },
  {
    kind: 'flow', title: 'Where the heat goes', unit: 'MWh', nodes: [
      { id: 'offer', name: 'On offer', tone: 'warm' }, { id: 'left', name: 'Left', tone: 'cold' }, { id: 'taken', name: 'Taken', tone: 'warm' },
      { id: 'electricity', name: 'Electricity' }, { id: 'delivered', name: 'Delivered', tone: 'hot' }, { id: 'loss', name: 'Lost', tone: 'cold' },
    ],
    flows: [
      { from: 'offer', to: 'taken', value: 900 }, { from: 'offer', to: 'left', value: 600 }, { from: 'taken', to: 'delivered', value: 840 },
      { from: 'taken', to: 'loss', value: 60 }, { from: 'electricity', to: 'delivered', value: 300 },
    ],
  },
  { kind: 'carpet', title: 'A year hour by hour', unit: 'kW', months: MONTHS, hourName: 'hour of the day', values: year },
  {
    kind: 'distribution', title: 'Net present value', unit: 'MEUR', countUnit: 'of 100 draws', edges: [-2, -1, 0, 1, 2, 3], counts: [8, 17, 30, 28, 17],
    marks: [{ label: 'P10', value: -1.1 }, { label: 'P50', value: 0.8 }, { label: 'P90', value: 2.2 }], belowZero: 'Does not pay', aboveZero: 'Pays',
  },
  {
    kind: 'tornado', title: 'Change of the net present value', unit: 'MEUR', bars: [
      { label: 'Cost of the heat today', lowLabel: '50 EUR/MWh', highLabel: '90 EUR/MWh', changeAtLow: -1.8, changeAtHigh: 1.8 },
      { label: 'Investment', lowLabel: '2.1 MEUR', highLabel: '3.4 MEUR', changeAtLow: 0.5, changeAtHigh: -0.8 },
    ],
    endNames: { low: 'Input at its low end', high: 'Input at its high end' },
  },
  {
    kind: 'trade-off', title: 'Money against climate', lineName: 'Best plans', x: { name: 'CO2 avoided', unit: 'kt' }, y: { name: 'Net present value', unit: 'MEUR' },
    points: [{ x: 10, y: 22, label: '1' }, { x: 14, y: 20, label: '2' }, { x: 17, y: 14, label: '3' }], marks: [{ name: 'This plan', x: 10, y: 22 }],
  },
];

export const chartSpecimen = (kind: string): Chart | undefined => SPECIMENS.find((chart) => chart.kind === kind);
export const CHART_KINDS: readonly { readonly kind: string; readonly title: string }[] = SPECIMENS.map(({ kind, title }) => ({ kind, title }));
