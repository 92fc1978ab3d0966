import { expect } from 'chai';
import { evaluateMatch, type FeasibleResult, type OptionDetail } from '../../server/engineering/index.js';
import { aCase, hours } from './case-builder.js';

const flat1Mw = { hourlyKw: hours(() => 1000) };

function option(detailOptions: readonly OptionDetail[], index: number): Extract<OptionDetail, { feasible: true }> {
  const found = detailOptions[index];
  if (!found?.feasible) throw new Error(`option ${index} must work here`);
  return found;
}

/**
 * 1 MW all year over 1 km, everything by hand with a calculator. Water 27/17 °C: 1000 / (4.186 * 10) = 23.889 kg/s; DN 100 would run
 * at 2.706 m/s (limit 1.600), DN 125 runs at 1.768 m/s (limit 1.770). Loss 0.259 W/mK * 1000 m * (21 + 11) K = 8.288 kW.
 */
describe('a match of 1 MW over 1 km, by hand', () => {
  const matchCase = aCase().coolEnoughForDirect().demand({ profile: flat1Mw }).build();
  const { result, detail } = evaluateMatch(matchCase);
  const direct = option(detail.options, 0);
  const { economics, annual, emissions, energyReuse } = result as FeasibleResult;

  it('connects directly with one pair of DN 125', () => {
    expect((result as FeasibleResult).design).to.include({ connection: 'direct', capacityKw: 1000, dn: 125, parallelPairs: 1, cop: null });
  });

  it('delivers 8760 MWh and takes the loss of 72.60 MWh from the source as well', () => {
    expect(annual.deliveredMwh).to.be.closeTo(8760, 1e-9);
    expect(annual.lossMwh).to.be.closeTo(8.288 * 8.76, 1e-9);
    expect(annual.fromSourceMwh).to.be.closeTo(8760 + 72.60288, 1e-6);
  });

  it('cools by 0.259 * 21 * 1000 / (23.889 * 4186) = 0.05439 K on the way', () => {
    expect(direct.temperatureDropK).to.be.closeTo(0.05439, 0.00001);
  });

  it('pumps with 18.55 kW all year: Re 498 400, friction factor 0.019207, 532.8 kPa with fittings, efficiency 0.7', () => {
    expect(annual.electricityMwh / 8.76).to.be.closeTo(532.8 * (23.889 / 980) / 0.7, 0.01);
  });

  it('costs 1.1 * (1 km at 1256 EUR/m + 2 * 1000 kW at 100 EUR/kW) = 1 601 600 EUR', () => {
    expect(direct.investmentEur).to.deep.include({ pipe: 1_256_000, heatExchangers: 200_000, heatPump: 0 });
    expect(economics.capexEur).to.be.closeTo(1_601_600, 1e-6);
  });

  it('earns the partner\'s cost and the cooling credit, pays upkeep and pumping, over 25 years at 5 %', () => {
    const credit = 0.05 * annual.fromSourceMwh * 60;
    const yearly = 8760 * 75 + credit - 16_016 - annual.electricityMwh * 60;
    expect(direct.yearlyEur.coolingCredit).to.be.closeTo(credit, 1e-6);
    expect(economics.npvEur).to.be.closeTo(yearly * 14.0939446 - 1_601_600, 1);
    expect(economics.paybackYears).to.be.closeTo(1_601_600 / yearly, 1e-9);
  });

  it('has a floor of LCOH less credit, the partner\'s cost as ceiling, and the middle as suggestion', () => {
    const { lcohEurPerMwh, priceFloorEurPerMwh: floor, suggestedPriceEurPerMwh } = economics;
    expect(lcohEurPerMwh).to.be.closeTo((1_601_600 * (1 / 14.0939446 + 0.01) + annual.electricityMwh * 60) / 8760, 1e-6);
    expect(floor).to.be.closeTo(lcohEurPerMwh - 0.05 * 60 * annual.fromSourceMwh / 8760, 1e-9);
    expect(suggestedPriceEurPerMwh).to.be.closeTo((floor + 75) / 2, 1e-9);
  });

  it('avoids 8760 MWh * 224 kg less the pumps\' 17 kg/MWh, and has an ERF of heat taken over 1.2 * 197.1 GWh', () => {
    expect(emissions.avoidedTonnesPerYear).to.be.closeTo(8760 * 0.224 - annual.electricityMwh * 0.017, 1e-9);
    expect(energyReuse.erf).to.be.closeTo(annual.fromSourceMwh / (1.2 * 30 * 0.75 * 8760), 1e-12);
  });
});

describe('limiting cases', () => {
  it('next door there is no pipe, no loss, no drop and no pumping', () => {
    const { detail } = evaluateMatch(aCase().nextDoor().coolEnoughForDirect().build());
    for (const index of [0, 1, 2]) {
      const each = option(detail.options, index);
      expect(each).to.include({ lossMwh: 0, temperatureDropK: 0 });
      expect(each.investmentEur.pipe).to.equal(0);
    }
    expect(option(detail.options, 0).electricityMwh).to.equal(0);
  });

  it('a pipe in ground as warm as its water loses nothing', () => {
    const { detail } = evaluateMatch(aCase().coolEnoughForDirect().site({ groundTemperatureC: 22 }).build());
    expect(option(detail.options, 0).lossMwh).to.be.closeTo(0, 1e-9);
  });

  it('a lift of nothing has the highest COP credited, not an infinite one', () => {
    const { detail } = evaluateMatch(aCase().coolEnoughForDirect().demand({ flowTemperatureC: 12, returnTemperatureC: 6 }).build());
    expect(option(detail.options, 1).cop).to.equal(10);
    expect(option(detail.options, 2).cop).to.equal(10);
  });

  it('beyond DN 600, pairs are laid in parallel: as few as keep to the velocity limit', () => {
    const { detail } = evaluateMatch(aCase().coolEnoughForDirect().nextDoor().source({ installedItKw: 1e6 })
      .demand({ profile: { hourlyKw: hours(() => 100_000) } }).site({ assumptions: { capacityCandidates: 1 } }).build());
    const { dn, parallelPairs } = option(detail.options, 0);
    // 100 MW / (4.186 * 10 K * 980 kg/m3) = 2.4377 m3/s; DN 600 carries 3.4478 m/s * 0.27880 m2 = 0.96125 m3/s.
    expect(parallelPairs).to.equal(3);
    expect(dn).to.equal(600);
  });

  it('the return of the demand limits what a direct connection can take: 30/20 against a return of 17 leaves 7 K of 10', () => {
    const { detail } = evaluateMatch(aCase().demand({ flowTemperatureC: 23, returnTemperatureC: 17, profile: { hourlyKw: hours(() => 1e6) } })
      .nextDoor().build());
    expect(option(detail.options, 0).fromSourceMwh).to.be.closeTo(0.7 * 30 * 0.75 * 0.9 * 8760, 1e-6);
  });

  it('a heat pump sends more than is offered: COP / (COP - 1) of it', () => {
    const { detail } = evaluateMatch(aCase().demand({ profile: { hourlyKw: hours(() => 1e6) } }).nextDoor().build());
    for (const index of [1, 2]) {
      const each = option(detail.options, index);
      const cop = each.cop as number;
      expect(each.fromSourceMwh).to.be.closeTo(30 * 0.75 * 0.9 * 8760, 1e-6);
      expect(each.deliveredMwh).to.be.closeTo(each.fromSourceMwh * cop / (cop - 1), 1e-6);
    }
  });

  it('a price floor above what the partner pays is a feasible match without a deal, and says by how much', () => {
    const { result } = evaluateMatch(aCase().demand({ alternative: { costEurPerMwh: 10, emissionKgPerMwh: 0 } }).build());
    const { feasible, economics, design, score } = result as FeasibleResult;
    expect(feasible).to.equal(true);
    expect(economics).to.include({ suggestedPriceEurPerMwh: null, irr: null, paybackYears: null });
    const short = economics.priceFloorEurPerMwh - 10;
    const reason = design.options.find(({ connection }) => connection === design.connection)?.reason;
    expect(reason).to.include('No deal at these terms').and.include(`${short.toFixed(2).replace(/0$/, '')} EUR/MWh above`);
    expect(score.criteria[0]).to.include({ name: 'cost', points: 0 });
  });

  it('planned maintenance leaves nothing to deliver in its hours, and IT keeps counting in the ERF', () => {
    const whole = evaluateMatch(aCase().coolEnoughForDirect().build());
    const stopped = evaluateMatch(aCase().coolEnoughForDirect().source({ maintenanceHours: [[0, 744]] }).build());
    expect(stopped.detail.monthly.deliveredMwh[0]).to.equal(0);
    expect(stopped.detail.monthly.offeredMwh[0]).to.equal(0);
    const [all, part] = [whole.result as FeasibleResult, stopped.result as FeasibleResult];
    expect(part.energyReuse.erf / all.energyReuse.erf).to.be.closeTo(8016 / 8760, 1e-9);
  });
});
