import { bothSizes } from '../shared/chart-figure.js';
import { presentForm, type FieldDefinition } from '../shared/field.js';
import { formatNumber, formatPower, MONTHS } from '../shared/format.js';
import type { StackedMonthsChart } from '../shared/ports.js';
import { paths, to } from './paths.js';
import { CHART_KINDS } from './styleguide-charts.js';

/** Figures and names here are made up to show how something looks; nothing of the product is calculated from them. */
const LONG_NAME = 'Interkommunalt fjernvarmeselskap for Øvre Romedal, Vallset og Tangen med tilhørende høytemperaturlager';
const UNBROKEN_NAME = 'Spillvarmegjenvinningsanleggskonsesjonssøknadsbehandling'.repeat(2);

const COLOURS = [
  ['paper', 'the page'], ['paper-raised', 'what can be typed into'], ['paper-sunk', 'a row under the pointer'], ['ink', 'text'], ['ink-soft', 'second text'],
  ['hairline', 'rules between things'], ['hairline-strong', 'edges of controls'], ['action', 'what can be done'], ['link', 'where to go'],
  ['focus', 'where the keyboard is'], ['danger', 'errors, the irreversible'], ['warning', 'warnings'],
] as const;
const HEAT = [['heat-1', 'below 32 °C'], ['heat-2', '32 to 40 °C'], ['heat-3', '40 to 55 °C'], ['heat-4', '55 °C and more']] as const;
const SERIES = [['chart-spruce', 'first series'], ['chart-ochre', 'second series'], ['chart-plum', 'third series'], ['chart-sage', 'fourth series']] as const;
const SPACES = [['1', '0.25rem'], ['2', '0.5rem'], ['3', '0.75rem'], ['4', '1rem'], ['5', '1.5rem'], ['6', '2.25rem'], ['7', '3.5rem']] as const;

const swatches = (colours: readonly (readonly [string, string])[]) => colours.map(([name, use]) => ({ name, use }));

const uses = [{ value: 'greenhouse', label: 'Greenhouse' }, { value: 'district-heating', label: 'District heating' }];
const plain: readonly FieldDefinition[] = [
  { name: 'plain-name', label: 'Name of the demand', type: 'text', required: true, hint: 'As your colleagues call it.' },
  { name: 'plain-heat', label: 'Heat of a year', type: 'number', unit: 'MWh' },
  { name: 'plain-from', label: 'Needed from', type: 'date', required: true },
  { name: 'plain-use', label: 'Use', type: 'select', required: true, options: uses },
  { name: 'plain-profile', label: 'Spread over the year', type: 'radios', required: true, options: [{ value: 'typical', label: 'A typical year' }, { value: 'hourly', label: 'My own hourly values' }] },
  { name: 'plain-lasting', label: 'We need it for ten years or more', type: 'checkbox' },
  { name: 'plain-file', label: 'Hourly values (CSV file)', type: 'file', hint: '8,760 rows, in kW.' },
  { name: 'plain-note', label: 'Anything else', type: 'textarea', rows: 3 },
];
const wrong: readonly FieldDefinition[] = [
  { name: 'wrong-flow', label: 'Flow temperature', type: 'number', unit: '°C', required: true, hint: 'As it arrives at your door.' },
  { name: 'wrong-mail', label: 'E-mail', type: 'email', required: true },
  { name: 'wrong-use', label: 'Use', type: 'select', required: true, options: [{ value: '', label: 'Choose one' }, ...uses] },
  { name: 'wrong-profile', label: 'Spread over the year', type: 'radios', required: true, options: [{ value: 'typical', label: 'A typical year' }] },
];
const errors = {
  'wrong-flow': 'must be a number, such as 62.5; it is "sixty"', 'wrong-mail': 'needs an @', 'wrong-use': 'please choose', 'wrong-profile': 'please choose',
};

/** A year with more heat in winter than in summer, by three buildings. */
const wave = (mean: number, swing: number): number[] => MONTHS.map((_, month) => Math.round(mean + swing * Math.cos((2 * Math.PI * month) / MONTHS.length)));
export const CHART_SPECIMEN: StackedMonthsChart = {
  kind: 'stacked-months', title: 'Specimen', unit: 'MWh a month', categories: MONTHS,
  series: [
    { name: 'Hall A, promised', values: wave(900, 500), tone: 'cold', hatched: true }, { name: 'Hall A, free', values: wave(1800, -300), tone: 'cold' },
    { name: 'Hall B, free', values: wave(1500, -400), tone: 'warm' }, { name: 'Hall C, free', values: wave(1200, -200), tone: 'hot' },
  ],
};

const building = (name: string, text: string, step: number, [supply, back]: readonly [number, number], freeMw: number) => ({
  name, stateText: text, free: formatNumber(freeMw, 1), share: String(Math.round(freeMw / 0.162)),
  temperatures: { text: `${supply} / ${back}`, step, from: back, width: supply - back },
});

const rows = [
  { name: 'Greenhouse at the lake', state: 'Proposed', tag: 'proposed', score: 87, heat: 20_018.4, npv: 17.59 },
  { name: LONG_NAME, state: 'Invited', tag: 'invited', score: 64.5, heat: 642.5, npv: 0.4 },
  { name: UNBROKEN_NAME, state: 'Declined', tag: 'declined', score: 9.1, heat: 88, npv: -1.25 },
].map((row) => ({ ...row, scoreText: formatNumber(row.score, 1), heatText: formatNumber(row.heat, 1), npvText: formatNumber(row.npv, 2) }));

export function presentSpecimens() {
  return {
    title: 'Style guide', colours: swatches(COLOURS), heat: swatches(HEAT), series: swatches(SERIES), spaces: SPACES.map(([name, size]) => ({ name, size })),
    tags: ['proposed', 'shortlisted', 'invited', 'interested', 'agreed', 'declined', 'withdrawn', 'draft', 'submitted', 'published', 'failed'],
    notices: [
      { kind: 'info', text: 'Hourly values from loads.csv are kept with this demand.' }, { kind: 'success', text: 'The demand is submitted.', link: { href: paths.styleguide, label: 'See it' } },
      { kind: 'warning', text: 'This plan is older than what it was made from.', details: ['Hall A was changed.', 'A demand was withdrawn.'] },
      { kind: 'error', text: 'The file was not taken: row 17 has no number.' },
    ],
    plain: presentForm(plain, { 'plain-use': 'greenhouse', 'plain-profile': 'typical' }), wrong: presentForm(wrong, { 'wrong-flow': 'sixty', 'wrong-mail': 'sam' }, errors),
    figures: [
      { value: formatPower(16_200), label: 'Free right now' }, { value: '141.9\u00a0GWh', label: 'Free in a year' },
      { value: '30–55\u00a0°C', label: 'Supply temperature' }, { value: '–', label: 'Not known yet' },
    ],
    facts: [{ label: 'PUE', text: '1.2' }, { label: 'Organisation', text: LONG_NAME }, { label: 'Identifier', text: UNBROKEN_NAME }],
    now: { free: formatPower(16_200), site: 'a campus', unit: 'MW', buildings: [
      building('Hall A', 'Running since 1 September 2025', 1, [30, 20], 16.2), building('Hall B', 'In planned maintenance, back on 19 July 2027', 3, [45, 35], 8.4),
      building('Hall C', 'From 1 March 2028', 4, [62, 45], 0),
    ] },
    rows, pager: { several: true, previous: paths.styleguide, next: paths.styleguide, page: 2, pages: 200 },
    months: { hasHeat: true, svg: paths.styleguideMonthsSvg, narrow: `${paths.styleguideMonthsSvg}?size=narrow`, summary: 'Made up: less is free in winter, when more is promised.' },
    pictures: CHART_KINDS.map(({ kind, title }) => {
      return { title, ...bothSizes(to(paths.styleguideChartSvg, { kind })), alt: `Specimen: ${title}.`, summary: 'Made up.', csv: '#charts', table: null };
    }),
    guide: { text: 'Question 2 of 4', steps: [{ label: 'Use', href: '#navigation', done: true }, { label: 'Amount', href: '#navigation', current: true }, { label: 'When', href: '#navigation' }, { label: 'Check', href: '#navigation' }] },
    rough: { text: 'About 60 to 75 % of your heat could come from Hall B (Campus), for roughly 45 to 60 EUR/MWh.', verdict: 'That is less than the 70 EUR/MWh you pay today.', notes: ['With a pipe of 1.2 km.'] },
    saved: { query: '', action: paths.styleguide, remove: paths.styleguide, views: [{ name: 'Greenhouses by value', href: '#navigation', current: true }, { name: 'To decide', href: '#navigation' }] },
    running: { href: paths.styleguide, done: 36, total: 120, text: 'Scoring 36 of 120 pairs.' }, waiting: { href: paths.styleguide, text: 'Waiting for a worker.' },
  };
}
