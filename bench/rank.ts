import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { DemandInput } from '../server/engineering/index.js';
import { archetypeDemand, HOURLY, STEADY, uploadedDemand, type Ranking } from './demands.js';
import { hourlyTimes } from './evaluator.js';
import type { Figure } from './measurement.js';

const CLI = fileURLToPath(new URL('../server/cli.js', import.meta.url));
/** Said by the process itself when it ends: the most memory it ever held. */
const REPORT_MEMORY = "data:text/javascript,process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))";
const KB_PER_MB = 1024;
const BYTES_PER_MB = 1 << 20;
const MILLISECONDS_PER_SECOND = 1000;
const MICROSECONDS_PER_SECOND = 1e6;

interface Run { readonly seconds: number; readonly memoryMb: number }

function* inputLines(ranking: Ranking, demandOf: (index: number) => DemandInput, demands: number): Generator<string> {
  yield `${JSON.stringify(ranking)}\n`;
  for (let index = 0; index < demands; index++) yield `${JSON.stringify(demandOf(index))}\n`;
}

async function runOnce(input: string, output: string): Promise<Run> {
  const file = await open(output, 'w');
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', REPORT_MEMORY, CLI, 'rank', input], { stdio: ['ignore', file.fd, 'pipe'] });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => { said += text.toString(); });
  const exitCode = await new Promise<number | null>((resolve, reject) => { child.on('error', reject).on('close', resolve); });
  const seconds = (performance.now() - start) / MILLISECONDS_PER_SECOND;
  await file.close();
  if (exitCode !== 0) throw new Error(`rank ended with ${exitCode}: ${said}`);
  return { seconds, memoryMb: Number(said) / KB_PER_MB };
}

interface Asked {
  readonly demands: number;
  readonly target?: string;
}

/** What the hourly calculations alone would take on all cores, reading and printing left out: their time a pair times the pairs. */
function hourlySeconds(ranking: Ranking, demandOf: (index: number) => DemandInput, demands: number): { readonly plain: number; readonly byHour: number } {
  const { plain, byHour } = hourlyTimes(ranking, demandOf);
  const seconds = (microseconds: number): number => (microseconds * demands * ranking.sources.length) / MICROSECONDS_PER_SECOND / availableParallelism();
  return { plain: seconds(plain), byHour: seconds(byHour) };
}

async function rankFigures(what: string, ranking: Ranking, demandOf: (index: number) => DemandInput, { demands, target }: Asked): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heatmatch-bench-'));
  try {
    const [input, output] = [join(folder, 'cases.ndjson'), join(folder, 'ranked.ndjson')];
    await pipeline(inputLines(ranking, demandOf, demands), createWriteStream(input));
    const { seconds, memoryMb } = await runOnce(input, output);
    const name = `${demands.toLocaleString('en')} ${what} x ${ranking.sources.length}`;
    const printedMb = Math.round((await stat(output)).size / BYTES_PER_MB);
    return [
      { name, value: seconds, unit: 's', ...hourlySeconds(ranking, demandOf, demands), ...(target !== undefined && { target }) },
      { name: '  for each 1,000 demands', value: seconds / demands * 1000, unit: 's' },
      { name: `  most memory of the process, which printed ${printedMb} MB`, value: memoryMb, unit: 'MB', target: '1,024' },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `heatmatch rank` as a process of its own, from a file to a file. */
export const benchRank = async (): Promise<Figure[]> => [
  ...await rankFigures('archetype demands', STEADY, archetypeDemand, { demands: 10_000, target: '3' }),
  ...await rankFigures('archetype demands', STEADY, archetypeDemand, { demands: 100_000 }),
  ...await rankFigures('archetype demands, hourly load and price', HOURLY, archetypeDemand, { demands: 10_000 }),
  ...await rankFigures('uploaded profiles', STEADY, uploadedDemand, { demands: 1000 }),
];
