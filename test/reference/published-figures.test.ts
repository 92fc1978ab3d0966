import { expect } from 'chai';
import { ASSUMPTIONS, DEFAULT_ASSUMPTIONS, DEFAULT_CLIMATE, FUELS, emissionKgPerMwhHeat, energyReuseFactor, itEnergyMwh }
  from '../../server/engineering/index.js';
import { bdewDailyDemand } from '../../server/engineering/bdew-profile.js';
import { BDEW_HOURLY_FACTORS } from '../../server/engineering/data/bdew-heat-profile.js';
import { PIPE_CATALOGUE } from '../../server/engineering/data/pipe-catalogue.js';
import { annuityFactor, heatExchangerEur, heatPumpEur, heatPumpOandMEurPerMwh } from '../../server/engineering/economics.js';
import { carnotCop, lorenzEfficiency } from '../../server/engineering/heat-pump.js';
import { frictionFactor, highestVelocityMPerS } from '../../server/engineering/pipe.js';

const A = DEFAULT_ASSUMPTIONS;

describe('published figures', () => {
  context('BDEW/BGW daily demand of a multi-family house (When2Heat)', () => {
    for (const [temperatureC, demand] of [[-20, 2.8569], [-10, 2.3648], [0, 1.7114], [10, 0.8145], [20, 0.2105]] as const) {
      it(`is ${demand} at ${temperatureC} °C`, () => {
        expect(bdewDailyDemand('residential-multi-family', temperatureC)).to.be.closeTo(demand, 0.00005);
      });
    }

    it('has hourly factors that sum to a day in houses and to the weekday\'s factor in commerce', () => {
      const weekdayFactors = [0.94, 1.03, 1.03, 1.02, 1.03, 1.01, 0.93];
      for (const [building, rows] of Object.entries(BDEW_HOURLY_FACTORS)) {
        const days = building === 'commercial' ? weekdayFactors : [1];
        expect(rows).to.have.length(days.length * 24);
        days.forEach((factor, day) => {
          for (let column = 0; column < 10; column++) {
            const sum = rows.slice(day * 24, day * 24 + 24).reduce((total, row) => total + (row[column] as number), 0);
            expect(sum, `${building}, day ${day}, class ${column}`).to.be.closeTo(factor, 0.0015);
          }
        });
      }
    });
  });

  context('heat pumps (Danish Energy Agency, excess heat)', () => {
    it('cost 1.2858 million EUR at 1 MW and 0.6969 million EUR a MW at 10 MW', () => {
      expect(heatPumpEur(1000, A)).to.be.closeTo(1_285_800, 0.01);
      expect(heatPumpEur(10_000, A) / 10).to.be.closeTo(696_888, 50);
    });

    it('take 2.852 EUR/MWh of upkeep at 1 MW, less when larger, never less than nothing', () => {
      expect(heatPumpOandMEurPerMwh(1000, A)).to.equal(2.852);
      expect(heatPumpOandMEurPerMwh(10_000, A)).to.be.closeTo(1.7905, 0.0001);
      expect(heatPumpOandMEurPerMwh(1e6, A)).to.equal(0);
    });

    it('reach 40.08 % of Lorenz at 1 MW, 50.07 % at 10 MW, 35..60 % at the ends', () => {
      expect(lorenzEfficiency(1, A)).to.be.closeTo(0.4008, 1e-12);
      expect(lorenzEfficiency(10, A)).to.be.closeTo(0.50073, 1e-5);
      expect(lorenzEfficiency(0.01, A)).to.equal(0.35);
      expect(lorenzEfficiency(1000, A)).to.equal(0.6);
    });
  });

  it('Carnot COP by hand: 0.55 * 353.15 / (353.15 - 288.15) = 2.98819 from 20 °C to 75 °C', () => {
    const streams = { sinkOutletC: 75, sinkInletC: 45, sourceInletC: 30, sourceOutletC: 20 };
    expect(carnotCop(streams, A)).to.be.closeTo(0.55 * 353.15 / 65, 1e-12);
  });

  it('annuity: 25 years at 5 % are worth 14.0939 payments; 0.04 is four percent, 13 years are worth 9.98565', () => {
    expect(1 / annuityFactor(0.05, 25)).to.be.closeTo(14.0939446, 1e-7);
    expect(1 / annuityFactor(0.04, 13)).to.be.closeTo(9.98565, 1e-5);
    expect(annuityFactor(0, 20)).to.equal(0.05);
  });

  it('THERMOS velocity limit: 1.600 m/s in DN 100, 3.448 m/s in DN 600', () => {
    expect(highestVelocityMPerS(0.1071, A)).to.be.closeTo(1.5996, 0.0001);
    expect(highestVelocityMPerS(0.5958, A)).to.be.closeTo(3.4478, 0.0001);
  });

  it('Swamee and Jain (1976) by hand: 0.0192 at Re 5e5 in DN 125, 0.0753 at Re 813 in DN 20; kept from Re 20 down to nothing', () => {
    const factorAt = (reynolds: number, diameterM: number): number => frictionFactor(reynolds * 0.47e-6 / diameterM, diameterM, A);
    expect(factorAt(5e5, 0.1325)).to.be.closeTo(0.25 / Math.log10(0.0001 / 0.1325 / 3.7 + 5.74 / 5e5 ** 0.9) ** 2, 1e-12).and.closeTo(0.0192, 0.0001);
    expect(factorAt(813, 0.0217)).to.be.closeTo(0.0753, 0.0001);
    expect(factorAt(6.9, 0.0217)).to.equal(factorAt(20, 0.0217));
  });

  it('EN 253: heat loss coefficients follow from casing and steel diameter', () => {
    const casings = { 100: [225, 114.3], 300: [500, 323.9], 600: [900, 610] } as const;
    for (const [dn, [casing, steel]] of Object.entries(casings)) {
      const size = PIPE_CATALOGUE.find((each) => each.dn === Number(dn));
      expect(size?.heatLossWPerMK).to.be.closeTo(2 * Math.PI * 0.024 / Math.log(casing / steel), 0.0006);
    }
  });

  it('Hotmaps heat exchangers: 265 EUR/kW under 1 MW, 100 EUR/kW from 1 MW on', () => {
    expect(heatExchangerEur(999, A)).to.equal(264_735);
    expect(heatExchangerEur(1000, A)).to.equal(100_000);
  });

  it('the real site: three buildings of 30 MW at PUE 1.2 take 946 GWh, and 94.6 GWh of it are an ERF of 0.1', () => {
    const itMwh = 3 * itEnergyMwh({ installedItKw: 30_000, supplyTemperatureC: 30, returnTemperatureC: 20 });
    expect(itMwh * 1.2).to.be.closeTo(946_080, 1e-6);
    expect(energyReuseFactor(94_608, itMwh, 1.2)).to.be.closeTo(0.1, 1e-12);
  });

  it('fuels: 202 kg/MWh of gas in a boiler of 90 % are 224.4 kg/MWh of heat', () => {
    expect(Object.fromEntries(FUELS.map(({ key, emissionKgPerMwhFuel }) => [key, emissionKgPerMwhFuel]))).to.deep.equal({
      gas: 202, oil: 265, lpg: 227, coal: 341, biomass: 11, incineratorWasteHeat: 0,
    });
    expect(emissionKgPerMwhHeat(202, 0.9)).to.be.closeTo(224.44, 0.01);
  });

  it('the shipped climate is that of Skien 2018: mean 7.75 °C, lowest -17.7 °C', () => {
    const series = DEFAULT_CLIMATE.hourlyTemperatureC;
    expect(series).to.have.length(8760);
    expect(series.reduce((sum, value) => sum + value, 0) / 8760).to.be.closeTo(7.75, 0.005);
    expect(Math.min(...series)).to.equal(-17.7);
  });

  it('every assumption names unit and source and lies in its own range', () => {
    for (const { key, value, unit, source, range: [low, high] } of ASSUMPTIONS) {
      expect(value, key).to.be.within(low, high);
      expect(unit, key).not.to.equal('');
      expect(source, key).not.to.equal('');
    }
  });
});
