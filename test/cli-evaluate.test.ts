import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluateCase, type MatchResult } from '../server/engineering/index.js';
import { aCase } from './engineering/case-builder.js';

const CLI = fileURLToPath(new URL('../server/cli.js', import.meta.url));

const heatmatch = (args: readonly string[], input?: string) =>
  spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8' });

function expectBadInput(run: ReturnType<typeof heatmatch>, ...parts: readonly string[]): void {
  expect(run.stdout).to.equal('');
  expect(run.stderr.trimEnd().split('\n')).to.have.length(1);
  for (const part of parts) expect(run.stderr).to.include(part);
  expect(run.status).to.equal(2);
}

/** The case with fields of one section set to other values; undefined leaves a field out. */
const altered = (section: 'site' | 'source' | 'demand', fields: object): string => {
  const matchCase = aCase().build();
  return JSON.stringify({ ...matchCase, [section]: { ...matchCase[section], ...fields } });
};

describe('heatmatch evaluate', () => {
  it('prints the result of a case in a file, and the same from standard input', () => {
    const directory = mkdtempSync(join(tmpdir(), 'heatmatch-'));
    const path = join(directory, 'case.json');
    writeFileSync(path, JSON.stringify(aCase().build()));
    const fromFile = heatmatch(['evaluate', path]);
    const fromInput = heatmatch(['evaluate', '-'], JSON.stringify(aCase().build()));
    rmSync(directory, { recursive: true });
    expect(JSON.parse(fromFile.stdout)).to.deep.equal(evaluateCase(aCase().build()));
    expect(fromInput.stdout).to.equal(fromFile.stdout);
    expect([fromFile.status, fromFile.stderr]).to.deep.equal([0, '']);
  });

  it('ends well for a case that is not feasible', () => {
    const run = heatmatch(['evaluate', '-'], altered('demand', { flowTemperatureC: 130 }));
    expect((JSON.parse(run.stdout) as MatchResult).feasible).to.equal(false);
    expect(run.status).to.equal(0);
  });

  it('names the field and the value of bad input', () => {
    expectBadInput(heatmatch(['evaluate', '-'], altered('demand', { flowTemperatureC: 'warm' })), 'demand.flowTemperatureC', '"warm"');
    expectBadInput(heatmatch(['evaluate', '-'], altered('demand', { routeLengthM: -5 })), 'demand.routeLengthM', '-5');
    expectBadInput(heatmatch(['evaluate', '-'], altered('source', { installedItKw: null })), 'source.installedItKw', 'null');
    expectBadInput(heatmatch(['evaluate', '-'], altered('source', { utilisation: [1, 2] })), 'source.utilisation', 'a list of 2');
    expectBadInput(heatmatch(['evaluate', '-'], altered('source', { utilisation: 'all' })), 'source.utilisation', '"all"');
    expectBadInput(heatmatch(['evaluate', '-'], altered('demand', { profile: { archetype: 'sauna' } })), 'demand.profile.archetype', '"sauna"');
    expectBadInput(heatmatch(['evaluate', '-'], JSON.stringify(aCase().build()).replace('60', '1e999')), 'site.electricity.priceEurPerMwh');
  });

  it('names the hour and the value of a bad entry in a list, and the entry of a table', () => {
    const hourly = (bad: unknown): unknown[] => Array.from({ length: 8760 }, (_, hour) => (hour === 17 ? bad : 0.5));
    for (const [bad, shown] of [[null, 'null'], ['full', '"full"'], [1.5, '1.5'], [[1], 'a list of 1']] as const) {
      expectBadInput(heatmatch(['evaluate', '-'], altered('source', { utilisation: hourly(bad) })), 'source.utilisation[17] must be', `not ${shown}`);
    }
    expectBadInput(heatmatch(['evaluate', '-'], altered('site', { electricity: { priceEurPerMwh: hourly('?'), emissionKgPerMwh: 17 } })),
      'site.electricity.priceEurPerMwh[17] must be a number, not "?"');
    expectBadInput(heatmatch(['evaluate', '-'], altered('source', { utilisation: hourly(1).slice(1) })), 'source.utilisation', 'a list of 8759');
    expectBadInput(heatmatch(['evaluate', '-'], altered('source', { maintenanceHours: [[0, 4], [7]] })),
      'source.maintenanceHours[1] must be two hours, not a list of 1');
    expectBadInput(heatmatch(['evaluate', '-'], altered('site', { assumptions: { pumpEficiency: 0.6 } })),
      'site.assumptions.pumpEficiency is not a known field: 0.6');
  });

  it('names a field that is missing and a field it does not know', () => {
    expectBadInput(heatmatch(['evaluate', '-'], altered('site', { pue: undefined })), 'site.pue is missing');
    expectBadInput(heatmatch(['evaluate', '-'], altered('demand', { flowTemperature: 70 })),
      'demand.flowTemperature is not a known field: 70');
    expectBadInput(heatmatch(['evaluate', '-'], '[]'), 'must be an object');
  });

  it('says what it cannot read: no file, no JSON, no argument, no such command', () => {
    expectBadInput(heatmatch(['evaluate', '/nowhere/case.json']), '/nowhere/case.json cannot be read');
    expectBadInput(heatmatch(['evaluate', '-'], '{"site":\n'), 'standard input is not JSON');
    expectBadInput(heatmatch(['evaluate']), 'missing required argument');
    expectBadInput(heatmatch(['evaluat']), 'unknown command');
  });
});

describe('heatmatch rank', () => {
  const { site, source, demand } = aCase().build();
  const head = JSON.stringify({ site, sources: [{ ...source, name: 'Building 1' }, { ...source, supplyTemperatureC: 45, returnTemperatureC: 35 }] });
  const demands = [
    { ...demand, name: 'too hot', flowTemperatureC: 130 }, { ...demand, name: 'far', routeLengthM: 9000 }, demand,
    { ...demand, name: 'trout', flowTemperatureC: 22, returnTemperatureC: 12 },
  ].map((each) => JSON.stringify(each));
  type Ranked = MatchResult & { sourceName: string; demandName: string };

  it('prints a line for each source and demand: best score first within a source, what is not feasible last', () => {
    const run = heatmatch(['rank', '-'], [head, ...demands, ''].join('\n'));
    const lines = run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Ranked);
    expect(run.status).to.equal(0);
    expect(lines.map(({ sourceName, demandName }) => `${sourceName}: ${demandName}`)).to.deep.equal([
      'Building 1: trout', 'Building 1: demand 3', 'Building 1: far', 'Building 1: too hot',
      'source 2: trout', 'source 2: demand 3', 'source 2: far', 'source 2: too hot',
    ]);
    expect(lines[1]).to.deep.equal({
      ...evaluateCase({ site, source, demand }), sourceName: 'Building 1', demandName: 'demand 3',
    });
  });

  it('reads a file with a byte order mark, Windows line ends and blank lines as it reads any other', () => {
    const windows = heatmatch(['rank', '-'], `\uFEFF${[head, '', ...demands, '  ', ''].join('\r\n')}`);
    expect(windows.status).to.equal(0);
    expect(windows.stdout).to.equal(heatmatch(['rank', '-'], [head, ...demands].join('\n')).stdout);
  });

  it('refuses a bad first line even where no demand follows, naming the source of several', () => {
    expectBadInput(heatmatch(['rank', '-'], head.replace('"pue":1.2', '"pue":0.5')), 'line 1', 'site.pue', '0.5');
    expectBadInput(heatmatch(['rank', '-'], head.replace('"returnTemperatureC":35', '"returnTemperatureC":45')),
      'line 1', 'sources[1].returnTemperatureC', '45');
  });

  it('prints nothing at all when one line is bad, and names the line, the field and the value', () => {
    const bad = JSON.stringify({ ...demand, annualDemandMwh: -1 });
    expectBadInput(heatmatch(['rank', '-'], [head, ...demands, bad].join('\n')), 'line 6', 'demand.annualDemandMwh', '-1');
    expectBadInput(heatmatch(['rank', '-'], [head, demands[0], '{'].join('\n')), 'line 3 is not JSON');
    expectBadInput(heatmatch(['rank', '-'], [head.replace('"installedItKw":30000', '"installedItKw":-3'), ...demands].join('\n')),
      'line 1', 'sources[0].installedItKw', '-3');
    expectBadInput(heatmatch(['rank', '-'], [head.replace('"pue":1.2', '"pue":0.5'), ...demands].join('\n')), 'line 1', 'site.pue', '0.5');
    expectBadInput(heatmatch(['rank', '-'], JSON.stringify({ site, sources: [] })), 'line 1', 'sources');
  });
});
