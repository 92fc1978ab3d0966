import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateAsRanked, evaluateCase, type MatchResult } from '../server/engineering/index.js';
import { aCase } from './engineering/case-builder.js';
import { expectSameResult } from './engineering/same-result.js';
import { expectBadInput, heatmatch } from './support/command.js';

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
    expect(JSON.parse(fromFile.stdout)).to.deep.equal(evaluateAsRanked(aCase().build()).result);
    expectSameResult(JSON.parse(fromFile.stdout) as MatchResult, evaluateCase(aCase().build()));
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
