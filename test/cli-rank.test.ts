import { expect } from 'chai';
import { RankOrder } from '../server/cli-rank-order.js';
import { ARCHETYPES, evaluateCase, type DemandInput, type MatchResult } from '../server/engineering/index.js';
import { aCase, hours } from './engineering/case-builder.js';
import { expectSameResult } from './engineering/same-result.js';
import { expectBadInput, heatmatch } from './support/command.js';

type Ranked = MatchResult & { readonly sourceName: string; readonly demandName: string };

const { site, source, demand } = aCase().build();
const sources = [{ ...source, name: 'Building 1' }, { ...source, supplyTemperatureC: 45, returnTemperatureC: 35 }];
const head = JSON.stringify({ site, sources });
const linesOf = (output: string): Ranked[] => output.trimEnd().split('\n').map((line) => JSON.parse(line) as Ranked);

function expectEvaluated({ sourceName, demandName, ...result }: Ranked, index: number, each: DemandInput): void {
  expectSameResult(result, evaluateCase({ site, source: sources[index] ?? source, demand: each }));
  expect([sourceName, demandName]).to.deep.equal([sources[index]?.name ?? `source ${index + 1}`, each.name ?? demandName]);
}

describe('heatmatch rank', () => {
  const demands = [
    { ...demand, name: 'too hot', flowTemperatureC: 130 }, { ...demand, name: 'far', routeLengthM: 9000 }, demand,
    { ...demand, name: 'trout', flowTemperatureC: 22, returnTemperatureC: 12 },
  ].map((each) => JSON.stringify(each));

  it('prints a line for each source and demand: best score first within a source, what is not feasible last', () => {
    const run = heatmatch(['rank', '-'], [head, ...demands, ''].join('\n'));
    const lines = linesOf(run.stdout);
    expect(run.status).to.equal(0);
    expect(lines.map(({ sourceName, demandName }) => `${sourceName}: ${demandName}`)).to.deep.equal([
      'Building 1: trout', 'Building 1: demand 3', 'Building 1: far', 'Building 1: too hot',
      'source 2: trout', 'source 2: demand 3', 'source 2: far', 'source 2: too hot',
    ]);
    expectEvaluated(lines[1] as Ranked, 0, demand);
  });

  it('counts lines and demands past blank lines, a byte order mark and the line ends of Windows', () => {
    const run = heatmatch(['rank', '-'], `\uFEFF${[head, '', ' \t', ...demands].join('\r\n')}\r\n\u00a0\r\n`);
    expect([run.status, run.stderr]).to.deep.equal([0, '']);
    expect(linesOf(run.stdout).map(({ demandName }) => demandName)).to.include('demand 3').and.have.length(8);
    expectBadInput(heatmatch(['rank', '-'], [head, '', ' ', '{'].join('\n')), 'line 4 is not JSON');
  });

  it('prints nothing for a first line alone', () => {
    expect(heatmatch(['rank', '-'], head)).to.include({ stdout: '', stderr: '', status: 0 });
    expect(heatmatch(['rank', '-'], `${head}\n\n`)).to.include({ stdout: '', stderr: '', status: 0 });
  });

  it('refuses a bad first line even where no demand follows, naming the source of several', () => {
    expectBadInput(heatmatch(['rank', '-'], head.replace('"pue":1.2', '"pue":0.5')), 'line 1', 'site.pue', '0.5');
    expectBadInput(heatmatch(['rank', '-'], head.replace('"returnTemperatureC":35', '"returnTemperatureC":45')),
      'line 1', 'sources[1].returnTemperatureC', '45');
    expectBadInput(heatmatch(['rank', '-'], JSON.stringify({ site, sources: [] })), 'line 1', 'sources');
  });

  it('prints nothing at all when one line is bad, and names the line, the field and the value', () => {
    const bad = JSON.stringify({ ...demand, annualDemandMwh: -1 });
    expectBadInput(heatmatch(['rank', '-'], [head, ...demands, bad].join('\n')), 'line 6', 'demand.annualDemandMwh', '-1');
    expectBadInput(heatmatch(['rank', '-'], [head, demands[0], '{'].join('\n')), 'line 3 is not JSON');
    expectBadInput(heatmatch(['rank', '-'], [head.replace('"installedItKw":30000', '"installedItKw":-3'), ...demands].join('\n')),
      'line 1', 'sources[0].installedItKw', '-3');
    expectBadInput(heatmatch(['rank', '-'], [head.replace('"pue":1.2', '"pue":0.5'), ...demands].join('\n')), 'line 1', 'site.pue', '0.5');
    expectBadInput(heatmatch(['rank', '-'], head.replace('"returnTemperatureC":35', '"returnTemperatureC":50')),
      'line 1', 'sources[1].returnTemperatureC', '50');
    expectBadInput(heatmatch(['rank', '-'], JSON.stringify({ site, sources: [] })), 'line 1', 'sources');
    expectBadInput(heatmatch(['rank', '-'], ''), 'standard input line 1 is not JSON');
    expectBadInput(heatmatch(['rank', '/nowhere/cases.ndjson']), '/nowhere/cases.ndjson cannot be read');
  });
});

describe('heatmatch rank of more than one thread takes', () => {
  const many = Array.from({ length: 1500 }, (_, index): DemandInput => ({
    ...demand, name: `Bæverdam ${index}`, annualDemandMwh: 500 + ((index * 7919) % 50_000), flowTemperatureC: 35 + (index % 100), returnTemperatureC: 25,
    routeLengthM: 100 + ((index * 31) % 4000),
    profile: index % 500 === 7 ? { hourlyKw: hours((hour) => 900 + (hour % 24) * 50) } : { archetype: ARCHETYPES[index % 13] ?? 'flat' },
  }));
  const input = [head, ...many.map((each) => JSON.stringify(each))];

  it('evaluates every pair, in order of score, demands of the same score as they came', () => {
    const run = heatmatch(['rank', '-'], input.join('\n'));
    expect([run.status, run.stderr]).to.deep.equal([0, '']);
    const lines = linesOf(run.stdout);
    expect(lines).to.have.length(3000);
    const place = (name: string): number => Number(name.split(' ')[1]);
    [lines.slice(0, 1500), lines.slice(1500)].forEach((own, index) => {
      expect(new Set(own.map(({ demandName }) => demandName)).size).to.equal(1500);
      own.slice(1).forEach((line, at) => {
        const before = own[at] as Ranked;
        const [score, better] = [line, before].map((each) => (each.feasible ? each.score.total : -1)) as [number, number];
        expect(score < better || (score === better && place(line.demandName) > place(before.demandName)), `line ${at}`).to.equal(true);
      });
      own.filter((_, at) => at % 50 === 0).forEach((line) => expectEvaluated(line, index, many[place(line.demandName)] as DemandInput));
      own.filter(({ demandName }) => place(demandName) % 500 === 7)
        .forEach((line) => expectEvaluated(line, index, many[place(line.demandName)] as DemandInput));
    });
  });

  it('names the first of two bad lines, wherever they are, and prints nothing', () => {
    const bad = [...input];
    bad[1400] = JSON.stringify({ ...demand, routeLengthM: -5 });
    bad[700] = JSON.stringify({ ...demand, annualDemandMwh: 'much' });
    expectBadInput(heatmatch(['rank', '-'], bad.join('\n')), 'line 701', 'demand.annualDemandMwh', '"much"');
  });
});

describe('the order of a ranking', () => {
  const encoded = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join(''));
  const add = (order: RankOrder, ...lines: readonly (readonly [string, number])[]): void => order.add({
    text: encoded(lines.map(([line]) => line)), lengths: Uint32Array.from(lines, ([line]) => encoded([line]).length),
    scores: Float64Array.from(lines, ([, score]) => score),
  });
  const printed = (order: RankOrder): string => [...order.output()].map((bytes) => new TextDecoder().decode(bytes)).join('');

  for (const [where, mostMemoryBytes] of [['in memory', 1e6], ['in a file', 0], ['in both', 12]] as const) {
    it(`is by source, then score, then as they came, with lines kept ${where}`, () => {
      const order = new RankOrder(2, mostMemoryBytes);
      add(order, ['a1\n', 1], ['b1\n', 3], ['a2°\n', 2], ['b2\n', -Infinity]);
      add(order, ['a3\n', 2], ['b3\n', 3], ['a4\n', -Infinity], ['b4\n', 7]);
      expect(printed(order)).to.equal('a2°\na3\na1\na4\nb4\nb1\nb3\nb2\n');
      order.close();
    });
  }
});
