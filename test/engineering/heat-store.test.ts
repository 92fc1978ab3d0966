import { expect } from 'chai';
import fc from 'fast-check';
import { createEvaluator, evaluateCase, evaluateMatch, simulateMatch, type MatchCase } from '../../server/engineering/index.js';
import { evaluateDesign, evaluateOption } from '../../server/engineering/connection-option.js';
import { dispatchTotals, type DispatchLines } from '../../server/engineering/dispatch.js';
import { heatStore, storeVolumeM3, type HeatStore } from '../../server/engineering/heat-store.js';
import { CONNECTIONS } from '../../server/engineering/match-case.js';
import { prepareCase } from '../../server/engineering/prepared-case.js';
import { storeDispatchHours, storeDispatchTotals } from '../../server/engineering/store-dispatch.js';
import { arbitraryCase } from './arbitrary-case.js';
import { aCase, hours } from './case-builder.js';
import { expectSameResult } from './same-result.js';

const HOURS = 8760;
const RELATIVE = 1e-9;
const close = (actual: number, expected: number, scale = Math.abs(expected)): boolean => Math.abs(actual - expected) <= RELATIVE * Math.max(scale, 1e-6);

/** A connection without loss or electricity: what flows is what the limits let through. */
const plainLines = (capacityKw: number): DispatchLines => ({
  capacityKw, limitPerOffered: 1, limitLossKw: 0, sourceFraction: 1, sourceLossKw: 0, driveFraction: 0, driveLossKw: 0, lossKw: 0, pumpKw: 0,
});
const aStore = (sizeKwh: number, lossPerHour = 0): HeatStore => ({ kind: 'tank', sizeKwh, lossPerHour, costEur: 0 });
const series = (value: (hour: number) => number): Float64Array => Float64Array.from(hours(value));

/** Demand of 150 kW in the first of two hours and 50 kW in the second, a connection of 100 kW. */
const alternating = { demandKw: series((hour) => (hour % 2 === 0 ? 150 : 50)), offeredKw: series(() => 1000), priceEurPerMwh: 0 };

describe('a heat store at the connection', () => {
  context('by hand', () => {
    it('fills in the easy hours and gives in the hard ones, as far as it holds', () => {
      const { throughKw, deliveredKw, contentKwh } = storeDispatchHours(plainLines(100), aStore(30), alternating);
      expect([...deliveredKw.slice(0, 4)]).to.deep.equal([100, 50, 130, 50]);
      expect([...throughKw.slice(0, 4)]).to.deep.equal([100, 80, 100, 80]);
      expect([...contentKwh.slice(0, 4)]).to.deep.equal([0, 30, 0, 30]);
    });
    it('loses its share of the content in each hour before anything else happens', () => {
      const { contentKwh, deliveredKw } = storeDispatchHours(plainLines(100), aStore(40, 0.5), alternating);
      expect(contentKwh[1]).to.equal(40);
      expect(deliveredKw[2]).to.equal(120);
    });
    it('costs 3.82 EUR/kWh as a tank and 1.34 EUR/kWh as a pit, which needs 10,000 m3 and water its liner stands', () => {
      const { task } = prepareCase(aCase().build());
      expect(heatStore(1000, task)).to.include({ kind: 'tank', costEur: 3820 });
      const large = 2_000_000;
      expect(storeVolumeM3(large, 30, task.assumptions)).to.be.closeTo((large * 3600) / (980 * 4.186 * 30), 1e-6);
      expect(heatStore(large, task)).to.include({ kind: 'pit', costEur: large * 1.34 });
      expect(heatStore(large, { ...task, demandFlowC: 95 })).to.include({ kind: 'tank' });
      expect(heatStore(large, { ...task, demandFlowC: 110 })).to.equal(undefined);
    });
  });

  context('without a store', () => {
    it('or without being asked for one, everything is as before', () => {
      fc.assert(fc.property(arbitraryCase(), (matchCase) => {
        expect(evaluateCase({ ...matchCase, economics: { ...matchCase.economics, heatStore: 'none' } })).to.deep.equal(evaluateCase(matchCase));
        expect(JSON.stringify(evaluateCase(matchCase))).to.not.include('store');
      }), { numRuns: 60, seed: 11 });
    });
    it('of size nought the dispatch is that of the connection alone', () => {
      fc.assert(fc.property(arbitraryCase(), (matchCase) => {
        const prepared = prepareCase(matchCase);
        for (const connection of CONNECTIONS) {
          const option = evaluateOption(connection, prepared);
          if (!option.feasible) continue;
          const [without, empty] = [dispatchTotals(option.lines, prepared.hours), storeDispatchTotals(option.lines, aStore(0), prepared.hours)];
          for (const key of Object.keys(without) as (keyof typeof without)[]) {
            expect(close(empty[key], without[key], Math.max(Math.abs(without[key]), without.deliveredMwh)), `${key}: ${empty[key]}, not ${without[key]}`).to.equal(true);
          }
        }
      }), { numRuns: 80, seed: 12 });
    });
  });

  const withStores = (check: (matchCase: MatchCase, lines: DispatchLines, store: HeatStore) => void): void => {
    let checked = 0;
    fc.assert(fc.property(arbitraryCase(), fc.constantFrom(2, 4, 8), (matchCase, storeHours) => {
      const prepared = prepareCase(matchCase);
      for (const connection of CONNECTIONS) {
        const option = evaluateOption(connection, prepared);
        const store = option.feasible ? heatStore(storeHours * option.design.capacityKw, prepared.task) : undefined;
        if (!option.feasible || store === undefined) continue;
        checked += 1;
        check(matchCase, option.lines, store);
      }
    }), { numRuns: 80, seed: 13 });
    expect(checked, 'stores looked at').to.be.greaterThan(50);
  };

  it('neither makes nor loses heat unseen: content, flows and losses balance in every hour', () => {
    withStores((matchCase, lines, store) => {
      const { hours: input } = prepareCase(matchCase);
      const { throughKw, deliveredKw, contentKwh } = storeDispatchHours(lines, store, input);
      let before = 0;
      for (let hour = 0; hour < HOURS; hour++) {
        const [through, delivered, content] = [throughKw[hour], deliveredKw[hour], contentKwh[hour]] as [number, number, number];
        const scale = Math.max(store.sizeKwh, through, delivered);
        const holds = Math.abs(content - (before * (1 - store.lossPerHour) + through - delivered)) <= RELATIVE * scale
          && content >= 0 && content <= store.sizeKwh && delivered <= (input.demandKw[hour] as number) && through <= lines.capacityKw * (1 + RELATIVE)
          && (through === 0 || through * lines.sourceFraction + lines.sourceLossKw <= (input.offeredKw[hour] as number) * (1 + 1e-6) + 1e-6);
        if (!holds) expect.fail(`hour ${hour}: ${JSON.stringify({ before, through, delivered, content, size: store.sizeKwh })}`);
        before = content;
      }
      const year = storeDispatchTotals(lines, store, input);
      expect(close(year.fromSourceMwh + year.heatPumpElectricityMwh, year.deliveredMwh + year.lossMwh, year.fromSourceMwh + year.lossMwh)).to.equal(true);
    });
  });

  it('never lowers what a connection delivers, and a larger one without loss never delivers less', () => {
    withStores((matchCase, lines, store) => {
      const { hours: input } = prepareCase(matchCase);
      const sizes = [0, 0.5, 1, 2].map((factor) => storeDispatchTotals(lines, { ...store, sizeKwh: store.sizeKwh * factor, lossPerHour: 0 }, input).deliveredMwh);
      for (const [index, delivered] of sizes.slice(1).entries()) expect(delivered).to.be.at.least((sizes[index] as number) * (1 - RELATIVE));
      expect(storeDispatchTotals(lines, store, input).deliveredMwh).to.be.at.least((sizes[0] as number) * (1 - RELATIVE));
    });
  });

  context('where a case asks for it', () => {
    const base = aCase().coolEnoughForDirect().economics({ heatStore: 'consider' }).build();
    const peaky: MatchCase = {
      ...base,
      demand: {
        flowTemperatureC: 22, returnTemperatureC: 12, routeLengthM: 3000, alternative: base.demand.alternative,
        profile: { hourlyKw: hours((hour) => (hour % 24 === 7 ? 8000 : 400)) },
      },
    };

    it('chooses it where it pays, names its size and kind, and counts its cost', () => {
      const { result, detail } = evaluateMatch(peaky);
      if (!result.feasible) return expect.fail(result.reasons.join());
      const without = evaluateCase({ ...peaky, economics: { heatStore: 'none' } });
      if (!without.feasible) return expect.fail(without.reasons.join());
      expect(result.modelVersion).to.equal('1.1.0');
      expect(result.design.storeMwh).to.be.greaterThan(0);
      expect(result.design.storeKind).to.equal('tank');
      expect(result.economics.npvEur).to.be.greaterThan(without.economics.npvEur);
      const option = detail.options.find(({ connection }) => connection === result.design.connection);
      if (option?.feasible !== true) return expect.fail('no such option');
      expect(option.investmentEur.heatStore).to.be.closeTo((result.design.storeMwh ?? 0) * 1000 * 3.82, 1e-3);
      const { pipe, heatExchangers, heatPump, heatStore: store = 0, contingency, total } = option.investmentEur;
      expect(total).to.be.closeTo(pipe + heatExchangers + heatPump + store + contingency, 1e-3);
      expect(contingency).to.be.closeTo(0.1 * (pipe + heatExchangers + heatPump + store), 1e-3);
    });
    it('is the best of every capacity with every store, by trying them all', () => {
      const prepared = prepareCase(peaky);
      const option = evaluateOption('direct', prepared);
      if (!option.feasible) return expect.fail('does not work');
      const stores = [undefined, ...[2, 4, 8].map((each) => heatStore(each * option.design.capacityKw, prepared.task))];
      const values = stores.map((store) => evaluateDesign(option.design, prepared, store)?.npvEur ?? -Infinity);
      expect(option.npvEur).to.equal(Math.max(...values));
    });
    it('is never worth less than without, and the evaluator of many demands says the same', () => {
      fc.assert(fc.property(arbitraryCase(), (matchCase) => {
        const asked = { ...matchCase, economics: { ...matchCase.economics, heatStore: 'consider' as const } };
        const [without, considered] = [evaluateCase(matchCase), evaluateCase(asked)];
        if (without.feasible && considered.feasible) {
          expect(considered.economics.npvEur).to.be.at.least(without.economics.npvEur - RELATIVE * Math.abs(without.economics.npvEur));
          expect(considered.annual.coverage).to.be.at.most(1 + RELATIVE);
        }
        const { site, source, economics } = asked;
        expectSameResult(createEvaluator(site, [source], economics).evaluate(0, asked.demand), considered);
      }), { numRuns: 60, seed: 14 });
    });
    it('is held fixed with the rest of the design when its uncertainty is simulated', () => {
      const exactly = { low: 1, high: 1 };
      const certain = simulateMatch(peaky, {
        seed: 1, draws: 16,
        spreads: { electricityPrice: exactly, investment: exactly, utilisation: exactly, demand: exactly, heatCost: exactly },
      });
      const result = evaluateCase(peaky);
      if (!result.feasible || !('npvEur' in certain)) return expect.fail('does not work');
      expect(certain.npvEur.p50).to.be.closeTo(result.economics.npvEur, Math.abs(result.economics.npvEur) * RELATIVE);
    });
  });
});
