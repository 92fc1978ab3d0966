import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from '../test/support/agent.js';
import { endProcess, launchMain, said, type Launched } from '../test/support/program.js';
import { makeAppWorld, MANAGER_EMAIL, PASSWORD, type AppWorld } from './app-world.js';
import type { Figure } from './measurement.js';

const DEMANDS = 10_000;
const QUIET_REQUESTS = 40;
const PAGE = '/matches';
const LINES_A_PAGE = 50;
/** Between two looks of somebody who reloads the page impatiently. */
const LOOK_MS = 250;

interface Recalculation { readonly running: boolean; readonly done: number; readonly total: number; readonly errors: readonly string[] }

const secondsSince = (start: number): number => (performance.now() - start) / 1000;
function percentileMs(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? Number.NaN;
}

async function timedPage(agent: Agent): Promise<{ text: string; ms: number }> {
  const start = performance.now();
  const { status, text } = await agent.get(PAGE);
  if (status !== 200) throw new Error(`${PAGE} answered ${status}`);
  return { text, ms: performance.now() - start };
}
const recalculation = async (agent: Agent): Promise<Recalculation> => JSON.parse((await agent.get('/matches/recalculation')).text) as Recalculation;

/** Asks for the ranked page again and again until the rescore that must follow a change has begun and ended. */
async function lookUntilRescored(agent: Agent, expected: number): Promise<{ seconds: number; pageMs: number[]; steps: number }> {
  const start = performance.now();
  const pageMs: number[] = [];
  const steps = new Set<number>();
  for (let begun = false; ;) {
    const { ms, text } = await timedPage(agent);
    const { running, done, total, errors } = await recalculation(agent);
    if (errors.length > 0) throw new Error(errors.join('; '));
    if (!begun && secondsSince(start) > 60) throw new Error('no rescore has begun');
    if (begun && !running) return { seconds: secondsSince(start), pageMs, steps: steps.size };
    if (running) pageMs.push(ms);
    if (running && total === expected && text.includes('<progress')) steps.add(done);
    begun ||= running && total === expected;
    await pause(LOOK_MS);
  }
}

interface Line { readonly id: string; readonly scoredAt: number; readonly score: number }
async function linesOf(agent: Agent, query: string): Promise<Line[]> {
  const { text } = await agent.get(`/matches.csv?${query}`);
  const [header = '', ...lines] = text.trim().split('\r\n');
  const columns = header.split(',');
  const at = (cells: readonly string[], name: string): string => cells[columns.indexOf(name)] ?? '';
  return lines.map((line) => {
    const cells = line.split(',');
    return { id: at(cells, 'matchId'), score: Number(at(cells, 'score') || -1), scoredAt: Date.parse(at(cells, 'scoredAt')) };
  });
}

async function changeForm(agent: Agent, path: string, fields: Readonly<Record<string, string>>): Promise<number> {
  const page = await agent.get(path);
  const start = performance.now();
  const answer = await agent.resubmit(page, fields);
  if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}`);
  return start;
}

async function changeTemperature(agent: Agent, { buildingId }: AppWorld): Promise<Figure[]> {
  const quiet: number[] = [];
  for (let request = 0; request < QUIET_REQUESTS; request++) quiet.push((await timedPage(agent)).ms);
  const changedAt = Date.now();
  const start = await changeForm(agent, `/buildings/${buildingId}/edit`, { supplyTemperatureC: '40', returnTemperatureC: '30' });
  const { pageMs, steps } = await lookUntilRescored(agent, DEMANDS);
  const seconds = secondsSince(start);
  const stored = await linesOf(agent, `building=${buildingId}&state=all`);
  const old = stored.filter(({ scoredAt }) => scoredAt < changedAt).length;
  if (stored.length !== DEMANDS || old > 0) throw new Error(`${stored.length} matches, ${old} of them not scored anew`);
  const name = `a building's temperature, ${DEMANDS.toLocaleString('en')} demands`;
  return [
    { name: `${name} rescored and stored`, value: seconds, unit: 's', target: '20' },
    { name: '  steps of progress seen on the page', value: steps, unit: 'steps' },
    { name: 'GET /matches when nothing else happens, median', value: percentileMs(quiet, 0.5), unit: 'ms' },
    { name: '  GET /matches meanwhile, median', value: percentileMs(pageMs, 0.5), unit: 'ms' },
    { name: '  GET /matches meanwhile, 99 of 100', value: percentileMs(pageMs, 0.99), unit: 'ms' },
    { name: '  GET /matches meanwhile, answered', value: pageMs.length, unit: 'pages' },
  ];
}

const idsOn = (html: string): string[] => [...html.matchAll(/<th scope="row"[^>]*><a href="\/matches\/([0-9a-f]{24})"/g)].map(([, id]) => id ?? '');

async function changeWeights(agent: Agent, { siteId }: AppWorld): Promise<Figure[]> {
  const before = idsOn((await timedPage(agent)).text);
  const start = await changeForm(agent, `/sites/${siteId}/edit`, { costWeight: '0.05', useWeight: '0.4' });
  const saved = performance.now();
  const shown = idsOn((await timedPage(agent)).text);
  const [fromSaved, fromSent] = [performance.now() - saved, performance.now() - start];
  const { seconds, pageMs } = await lookUntilRescored(agent, DEMANDS);
  const stored = await linesOf(agent, '');
  const isSame = shown.length === LINES_A_PAGE && shown.every((id, index) => stored[index]?.id === id);
  if (!isSame || shown.every((id, index) => before[index] === id)) throw new Error('the first page after the change did not show the new order');
  const name = `one weight, ${DEMANDS.toLocaleString('en')} matches stored`;
  return [
    { name: `${name}: new order shown, from sending the form`, value: fromSent, unit: 'ms', target: '1,000' },
    { name: '  the page alone, once the form is answered', value: fromSaved, unit: 'ms' },
    { name: '  scores stored in the background', value: seconds, unit: 's' },
    { name: '  GET /matches meanwhile, 99 of 100', value: percentileMs(pageMs, 0.99), unit: 'ms' },
  ];
}

async function measure(program: Launched, world: AppWorld): Promise<Figure[]> {
  const agent = new Agent(await said(program, /http:\/\/localhost:\d+/));
  await agent.submit('/login', { email: MANAGER_EMAIL, password: PASSWORD });
  return [
    { name: 'first scoring, pairs scored and stored', value: DEMANDS / world.firstScoringSeconds, unit: 'a second' },
    ...await changeTemperature(agent, world),
    ...await changeWeights(agent, world),
  ];
}

/** The real program on its embedded store, all in one process, seen through its pages by a signed-in manager. */
export async function benchAppRescore(): Promise<Figure[]> {
  const world = await makeAppWorld(DEMANDS);
  const program = launchMain({ DATA_DIR: world.dataDir, SEED_EXAMPLE: 'false', SESSION_SECRET: 'only for this bench' });
  try {
    return await measure(program, world);
  } finally {
    await endProcess(program);
    await rm(world.dataDir, { recursive: true, force: true });
  }
}
