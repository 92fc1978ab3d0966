import { expect } from 'chai';
import fc from 'fast-check';
import { evaluateMatch, type FieldChange, type MatchCase, type OptionDetail } from '../../server/engineering/index.js';
import { aCase, hours } from './case-builder.js';
import { arbitraryCase } from './arbitrary-case.js';

type Failed = Extract<OptionDetail, { feasible: false }>;

function applied(matchCase: MatchCase, changes: readonly FieldChange[]): MatchCase {
  const changed = structuredClone(matchCase) as unknown as Record<string, Record<string, number>>;
  for (const { field, value } of changes) {
    const [section, name] = field.split('.') as [string, string];
    (changed[section] as Record<string, number>)[name] = value;
  }
  return changed as unknown as MatchCase;
}

const optionOf = (matchCase: MatchCase, index: number): OptionDetail => evaluateMatch(matchCase).detail.options[index] as OptionDetail;
const failed = (matchCase: MatchCase, index: number): Failed => {
  const option = optionOf(matchCase, index);
  if (option.feasible) throw new Error(`option ${index} must fail here`);
  return option;
};

describe('nearest change', () => {
  context('a flow temperature that is too high', () => {
    const tooHot = aCase().demand({ flowTemperatureC: 130, returnTemperatureC: 60 }).build();

    for (const [index, highest] of [[0, 23.9], [1, 116], [2, 120]] as const) {
      it(`lets option ${index} pass, and a tenth of a degree more does not`, () => {
        const { changes, nearestChange } = failed(tooHot, index);
        const flow = changes.find(({ field }) => field === 'demand.flowTemperatureC')?.value as number;
        expect(flow).to.be.within(highest - 0.5, highest + 1);
        expect(nearestChange).to.include(`${flow} °C or less instead of 130 °C`);
        expect(optionOf(applied(tooHot, changes), index).feasible).to.equal(true);
        const justAbove = changes.map((change) =>
          (change.field === 'demand.flowTemperatureC' ? { ...change, value: change.value + 0.1 } : change));
        expect(optionOf(applied(tooHot, justAbove), index).feasible).to.equal(false);
      });
    }
  });

  it('a return too close to the flow is to be lowered to 5 K below it', () => {
    const narrow = aCase().demand({ flowTemperatureC: 60, returnTemperatureC: 57 }).build();
    expect(failed(narrow, 1).reason).to.equal('Your flow and return are 3 K apart; a pipe needs at least 5 K to carry heat.');
    expect(failed(narrow, 1).changes).to.deep.equal([{ field: 'demand.returnTemperatureC', value: 55 }]);
  });

  it('a source that cools by 2 K only is asked for a colder return', () => {
    const narrow = aCase().source({ supplyTemperatureC: 30, returnTemperatureC: 28 }).build();
    expect(failed(narrow, 2).changes).to.deep.equal([{ field: 'source.returnTemperatureC', value: 25 }]);
  });

  it('a pipe that loses more than is offered is to be shorter, with both figures in kW', () => {
    const tooFar = aCase().source({ installedItKw: 100 }).demand({ routeLengthM: 15_000 }).build();
    const { reason, changes } = failed(tooFar, 1);
    expect(reason).to.match(/^The pipe of 15000 m loses all that is offered: at least [\d.]+ kW must leave the source, the offer is 67.5 kW/);
    const [{ field, value }] = changes as [FieldChange];
    expect(field).to.equal('demand.routeLengthM');
    expect(optionOf(applied(tooFar, changes), 1).feasible).to.equal(true);
    expect(optionOf(applied(tooFar, [{ field, value: value + 1 }]), 1).feasible).to.equal(false);
  });

  it('a demand that is zero all year is named as such, with no change to offer', () => {
    const nothing = aCase().demand({ profile: { archetype: 'snow-melting' } }).site({ hourlyTemperatureC: hours(() => 15) }).build();
    for (const index of [0, 1, 2]) {
      expect(failed(nothing, index).reason).to.equal('The demand is zero in every hour of the year in this climate.');
      expect(failed(nothing, index).changes).to.deep.equal([]);
    }
    expect(evaluateMatch(nothing).result.feasible).to.equal(false);
  });

  it('that is not enough says what stands in the way then', () => {
    const hotAndFar = aCase().source({ installedItKw: 100 }).demand({ flowTemperatureC: 130, routeLengthM: 30_000 }).build();
    const { changes, nearestChange } = failed(hotAndFar, 2);
    expect(nearestChange).to.match(
      /^It would get past this limit with a flow temperature of 120 °C or less instead of 130 °C, but then the pipe of 30000 m/);
    const { reason } = failed(applied(hotAndFar, changes), 2);
    expect(nearestChange.slice(nearestChange.indexOf('but then ') + 'but then '.length)).to.equal(`t${reason.slice(1)}`);
  });

  it('does not blame the pipe where the source has no heat left', () => {
    const sold = aCase().coolEnoughForDirect().source({ committedKw: 30_000 }).build();
    for (const index of [0, 1, 2]) {
      expect(failed(sold, index).reason).to.equal('The source has no heat left in any hour in which heat is wanted.');
      expect(failed(sold, index).changes).to.deep.equal([]);
    }
  });

  it('is given with a nought that has no sign', () => {
    expect(failed(aCase().source({ supplyTemperatureC: 5.97, returnTemperatureC: 0 }).build(), 0).reason)
      .to.equal('Water arrives at 0 °C at most, but a flow temperature of 70 °C is needed.');
  });

  it('is true for any case: with it applied, the way to connect works or fails at another limit', () => {
    let passed = 0;
    fc.assert(fc.property(arbitraryCase(), (matchCase) => {
      evaluateMatch(matchCase).detail.options.forEach((option, index) => {
        if (option.feasible || option.changes.length === 0) return;
        const after = optionOf(applied(matchCase, option.changes), index);
        expect(option.nearestChange.startsWith('It would pass with '), option.nearestChange).to.equal(after.feasible);
        if (after.feasible) passed += 1;
        else expect(after.reason.replace(/[\d.-]+/g, '#'), option.nearestChange).not.to.equal(option.reason.replace(/[\d.-]+/g, '#'));
      });
    }), { numRuns: 200, seed: 20260301 });
    expect(passed, 'changes that made a way work').to.be.greaterThan(50);
  });
});
