import { expect } from 'chai';
import {
  ARCHETYPES, DEFAULT_CLIMATE, demandProfileKw, energyMwh, findUse, monthlySumMwh, NATIONAL_CLIMATE, USES, type Archetype,
  type DemandInput,
} from '../../server/engineering/index.js';
import { bdewDailyDemand, temperatureClass } from '../../server/engineering/bdew-profile.js';
import { referenceTemperatureC } from '../../server/engineering/climate.js';
import { intakeTemperatureC } from '../../server/engineering/heat-demand.js';
import { aCase, hours } from './case-builder.js';

const demand = (archetype: Archetype, change: Partial<DemandInput> = {}): DemandInput =>
  aCase().demand({ annualDemandMwh: 1000, profile: { archetype }, startDate: '2027-03-01', endDate: '2027-03-31', ...change }).build().demand;
const profile = (archetype: Archetype, outdoorC: readonly number[] = DEFAULT_CLIMATE.hourlyTemperatureC): Float64Array =>
  demandProfileKw(demand(archetype), outdoorC);
const always = (temperatureC: number): number[] => hours(() => temperatureC);

describe('demandProfileKw', () => {
  for (const archetype of ARCHETYPES) {
    for (const climate of [DEFAULT_CLIMATE, NATIONAL_CLIMATE]) {
      it(`gives ${archetype} 1000 MWh a year, never negative, in the climate of ${climate.name}`, () => {
        const kw = profile(archetype, climate.hourlyTemperatureC);
        expect(kw).to.have.length(8760);
        expect(energyMwh(kw)).to.be.closeTo(1000, 1e-9);
        expect(Math.min(...kw)).to.be.at.least(0);
      });
    }

    it(`gives ${archetype} finite values in a desert, in the Arctic and at the very ends of what is accepted`, () => {
      for (const temperatureC of [-90, -40, 0, 39.999, 40, 45, 60]) {
        expect([...profile(archetype, always(temperatureC))].every((kw) => Number.isFinite(kw) && kw >= 0)).to.equal(true);
      }
    });
  }

  it('leaves uploaded values as they are', () => {
    const hourlyKw = hours((hour) => hour);
    expect([...demandProfileKw(demand('flat', { profile: { hourlyKw } }), [])]).to.deep.equal(hourlyKw);
  });

  it('works two shifts from 06 to 22, day shift from 06 to 18, Monday to Friday, day 0 being a Monday', () => {
    const running = (archetype: Archetype, day: number): number[] =>
      [...profile(archetype).slice(day * 24, day * 24 + 24)].flatMap((kw, hour) => (kw > 0 ? [hour] : []));
    for (const day of [0, 4, 7]) {
      expect(running('two-shift', day)).to.deep.equal([...Array(16).keys()].map((hour) => hour + 6));
      expect(running('weekday-day-shift', day)).to.deep.equal([...Array(12).keys()].map((hour) => hour + 6));
    }
    for (const day of [5, 6]) expect(running('two-shift', day)).to.deep.equal([]);
  });

  it('keeps a greenhouse at 20 °C by day and 18 °C at night: at 10 °C outside 10 parts to 8, above 20 °C nothing', () => {
    const kw = profile('greenhouse', hours((hour) => (hour < 24 ? 10 : 25)));
    expect((kw[12] as number) / (kw[0] as number)).to.be.closeTo(10 / 8, 1e-12);
    expect(kw[100]).to.equal(0);
  });

  it('melts snow between -10 and +2 °C only', () => {
    const kw = profile('snow-melting', hours((hour) => [-10.1, -10, 0, 2, 2.1][hour % 5] as number));
    expect([...kw.slice(0, 5)].map((each) => each > 0)).to.deep.equal([false, true, true, true, false]);
  });

  it('stops a timber kiln for three weeks of summer', () => {
    const off = [...profile('timber-drying')].filter((kw) => kw === 0);
    expect(off).to.have.length(21 * 24);
  });

  it('heats the intake water of a fish farm most in March, with 1..15 °C over the year', () => {
    const temperatures = hours(intakeTemperatureC);
    expect(Math.min(...temperatures)).to.be.closeTo(1, 1e-3);
    expect(Math.max(...temperatures)).to.be.closeTo(15, 1e-3);
    const monthly = monthlySumMwh(profile('fish-farm'));
    expect(monthly.indexOf(Math.max(...monthly))).to.equal(2);
  });

  it('heats a fish farm to its own set point, else to that of its use', () => {
    const swing = (change: Partial<DemandInput>): number => {
      const kw = demandProfileKw(demand('fish-farm', change), DEFAULT_CLIMATE.hourlyTemperatureC);
      return Math.min(...kw) / Math.max(...kw);
    };
    expect(swing({ setPointTemperatureC: 22 })).to.be.closeTo(7 / 21, 1e-3);
    expect(swing({ use: 'lobster' })).to.be.closeTo(5 / 19, 1e-3);
    expect(swing({ use: 'something new' })).to.be.closeTo(0, 1e-3);
  });

  it('splits a pool and a digester in two halves: flat, and in proportion to 30 or 38 °C less the outdoor air', () => {
    const outdoor = hours((hour) => (hour % 2 === 0 ? 20 : 0));
    const ratio = (archetype: Archetype): number => (profile(archetype, outdoor)[1] as number) / (profile(archetype, outdoor)[0] as number);
    expect(ratio('swimming-pool')).to.be.closeTo((1 + 30 / 20) / (1 + 10 / 20), 1e-12);
    expect(ratio('biogas-digester')).to.be.closeTo((1 + 38 / 28) / (1 + 18 / 28), 1e-12);
  });

  it('runs a research campaign from its first to its last day, also over New Year', () => {
    const days = (startDate: string, endDate: string): number =>
      [...demandProfileKw(demand('research-campaign', { startDate, endDate }), [])].filter((kw) => kw > 0).length / 24;
    expect(days('2027-03-01', '2027-03-31')).to.equal(31);
    expect(days('2027-12-20', '2028-01-10')).to.equal(22);
    expect(days('2027-05-05', '2027-05-05')).to.equal(1);
    expect(days('2028-02-29', '2028-03-01')).to.equal(2);
    expect(days('2027-01-01', '2029-01-01')).to.equal(365);
  });
});

describe('BDEW profile', () => {
  it('remembers the three days before: (T0 + T-1/2 + T-2/4 + T-3/8) / 1.875, the year wrapping round', () => {
    const outdoor = hours((hour) => (Math.floor(hour / 24) === 364 ? 15 : 0));
    const reference = referenceTemperatureC(outdoor);
    [8, 4, 2, 1].forEach((eighths, day) => {
      expect(reference[(364 + day) % 365]).to.be.closeTo(15 * eighths / 8 / 1.875, 1e-12);
    });
    expect(reference[3]).to.equal(0);
  });

  it('takes the class ceil(T / 5) * 5, from -15 to 30 °C', () => {
    const classC = (temperatureC: number): number => temperatureClass(temperatureC) * 5 - 15;
    for (const [temperatureC, expected] of [[-40, -15], [-15, -15], [-14.9, -10], [0, 0], [0.1, 5], [29, 30], [50, 30]] as const) {
      expect(classC(temperatureC)).to.equal(expected);
    }
  });

  it('spreads a day at 7 °C as the class of 10 °C says: multi-family 0.0225 at midnight of 0.9999 in the table', () => {
    const kw = profile('residential-multi-family', always(7));
    const day = kw.slice(0, 24).reduce((sum, each) => sum + each);
    expect((kw[0] as number) / day).to.be.closeTo(0.0225 / 0.9999, 1e-12);
  });

  it('never wants less when it is colder, up to the heating limit', () => {
    for (const building of ['residential-single-family', 'residential-multi-family', 'commercial'] as const) {
      for (let temperatureC = -40; temperatureC < 39; temperatureC++) {
        expect(bdewDailyDemand(building, temperatureC)).to.be.at.least(bdewDailyDemand(building, temperatureC + 1));
      }
    }
  });
});

describe('uses', () => {
  it('name each use once, with a flow above the return and the temperatures asked for', () => {
    expect(new Set(USES.map(({ key }) => key)).size).to.equal(USES.length);
    for (const use of USES) expect(use.flowTemperatureC, use.key).to.be.greaterThan(use.returnTemperatureC);
    expect(findUse('district-heating-3g')).to.include({ flowTemperatureC: 90, returnTemperatureC: 60 });
    expect(findUse('district-heating-4g')).to.include({ flowTemperatureC: 55, returnTemperatureC: 25 });
    expect(findUse('greenhouse')).to.include({ flowTemperatureC: 45, returnTemperatureC: 30 });
    expect(findUse('timber-kiln')).to.include({ flowTemperatureC: 75, returnTemperatureC: 55 });
    expect(findUse('unheard of')).to.equal(undefined);
  });
});
