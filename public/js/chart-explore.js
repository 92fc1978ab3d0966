// A picture comes as an image. Where script runs, it can be asked for its points and drawn apart: on a button, or as a mouse enters it.
const settings = document.querySelector('script[data-explore]')?.dataset ?? {};
const language = document.documentElement.lang || 'en';
const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
/** Thousands as the tables print them: a narrow space, in English too. */
const print = (value) => (typeof value === 'number' ? format.formatToParts(value).map(({ type, value: part }) => (type === 'group' ? '\u202f' : part)).join('') : String(value ?? '–'));
const AXIS_KINDS = ['stacked-months', 'monthly-heat', 'duration', 'distribution'];
const ZOOMED_KINDS = ['stacked-months', 'monthly-heat', 'duration', 'distribution', 'carpet'];

let library;
const loadLibrary = () => (library ??= import('/vendor/echarts/echarts.esm.min.js'));

const isDark = () => {
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes('dark') && (!scheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches);
};

const withFormat = (axis) => {
  for (const one of [axis].flat()) {
    if (one?.type !== 'value') continue;
    one.axisLabel = { ...one.axisLabel, formatter: print };
    one.axisPointer = { label: { precision: 0, formatter: ({ value }) => print(Math.round(value)) } };
  }
};

/** Words for a point that is not read along an axis. Rich text: the page's policy refuses style attributes, which HTML would carry. */
function words({ kind, xAxis, yAxis, series }) {
  if (kind === 'carpet') return ({ value: [day, hour, heat] }) => `${xAxis.data[day]}, ${hour}–${hour + 1} h: ${print(heat)} ${series[0].name}`;
  if (kind === 'flow') return ({ name, data, dataType, value }) => (dataType === 'edge' ? `${label(series, data.source)} → ${label(series, data.target)}: ${print(value)}` : label(series, name));
  if (kind === 'trade-off') return ({ seriesName, value: [x, y] }) => `${seriesName}\n${xAxis.name}: ${print(x)}\n${yAxis.name}: ${print(y)}`;
  return ({ seriesName, name, value }) => `${name}\n${seriesName}: ${print(value)}`;
}
const label = ([{ data }], id) => data.find(({ name }) => name === id)?.label.formatter.replace(/: [^:]*$/, '') ?? id;

/** What was drawn to be looked at, made to answer. */
function lively(option) {
  const ink = option.textStyle.color;
  for (const series of option.series) {
    series.silent = series.name === 'Start';
    if (series.label?.show === true && series.label.formatter === undefined) series.label.formatter = ({ value }) => (value >= 4 ? print(value) : '');
  }
  withFormat(option.xAxis);
  withFormat(option.yAxis);
  const zooms = ZOOMED_KINDS.includes(option.kind);
  const read = AXIS_KINDS.includes(option.kind) ? { trigger: 'axis', valueFormatter: print } : { trigger: 'item', formatter: words(option) };
  return {
    ...option,
    legend: option.legend && { ...option.legend, selectedMode: 'multiple' },
    tooltip: { ...read, renderMode: 'richText', confine: true, backgroundColor: option.backgroundColor, borderColor: ink, borderWidth: 1, textStyle: option.textStyle },
    dataZoom: zooms ? [{ type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, filterMode: option.kind === 'carpet' ? 'filter' : 'none' }] : undefined,
  };
}

async function explore(figure, picture, button) {
  if (figure.dataset.explored) return;
  figure.dataset.explored = 'yes';
  const image = picture.querySelector('img');
  const address = new URL(image.currentSrc || image.src);
  address.searchParams.set('as', 'json');
  address.searchParams.set('paper', isDark() ? 'dark' : 'light');
  try {
    const [{ init }, answer] = await Promise.all([loadLibrary(), fetch(address)]);
    if (!answer.ok) throw new Error(String(answer.status));
    const { width, height } = image.getBoundingClientRect();
    const [ownWidth, ownHeight] = address.searchParams.get('size') === 'narrow' ? [420, 420] : [860, 360];
    const canvas = document.createElement('div');
    canvas.className = 'chart-canvas';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', image.alt);
    picture.after(canvas);
    const drawing = init(canvas, null, { renderer: 'canvas', width: Math.max(width, 1), height: Math.max(height, (width * ownHeight) / ownWidth) });
    drawing.setOption(lively(await answer.json()));
    picture.hidden = true;
    button.hidden = true;
    new ResizeObserver(([entry]) => drawing.resize({ width: entry.contentRect.width, height: (entry.contentRect.width * ownHeight) / ownWidth })).observe(canvas);
  } catch {
    delete figure.dataset.explored;
    button.textContent = settings.failed;
  }
}

for (const figure of document.querySelectorAll('figure.chart')) {
  const picture = figure.querySelector('picture');
  if (picture === null || settings.explore === undefined) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button quiet chart-explore';
  button.textContent = settings.explore;
  button.addEventListener('click', () => { void explore(figure, picture, button); });
  picture.addEventListener('pointerenter', ({ pointerType }) => { if (pointerType === 'mouse') void explore(figure, picture, button); });
  figure.append(button);
}
