import { expect } from 'chai';
import fc from 'fast-check';
import { evaluateMatch, monthHours } from '../../../server/engineering/index.js';
import { firstHourOf, localMoment } from '../../../server/features/supply/local-time.js';
import { maintenanceHours, siteInput, sourceInput, utilisationIn } from '../../../server/features/supply/model-words.js';
import { aBuilding, aSite } from '../../support/builders.js';
import { HOURS } from './supply-fixture.js';

describe('a building in the words of the model', () => {
  context('utilisation as a ramp', () => {
    const ramp = { kind: 'ramp', byYear: [{ year: 2028, value: 0.6 }, { year: 2027, value: 0.4 }, { year: 2031, value: 0.8 }] } as const;
    it('is nought before its first year', () => expect(utilisationIn(ramp, 2026)).to.equal(0));
    it('has the value of its year, whatever order the years were given in', () => {
      expect([2027, 2028].map((year) => utilisationIn(ramp, year))).to.deep.equal([0.4, 0.6]);
    });
    it('holds on to a value until the next one and to the last one for good', () => {
      expect([2029, 2030, 2031, 2060].map((year) => utilisationIn(ramp, year))).to.deep.equal([0.6, 0.6, 0.8, 0.8]);
    });
    it('is handed over hour by hour when that is what is known', () => {
      const values = Array.from({ length: HOURS }, (_, hour) => (hour % 2) / 2);
      expect(utilisationIn({ kind: 'hourly', values }, 2027)).to.equal(values);
    });
  });

  context('planned maintenance', () => {
    const hours = (from: string, to: string, year = 2027) => maintenanceHours([{ from, to }], year);
    it('lasts from the first hour of its first day to the last hour before the heat is back', () => {
      expect(hours('2027-01-01', '2027-01-02')).to.deep.equal([[0, 24]]);
      expect(hours('2027-07-05', '2027-07-19')).to.deep.equal([[(181 + 4) * 24, (181 + 18) * 24]]);
    });
    it('is cut at both ends of the calendar year', () => {
      expect(hours('2026-12-20', '2027-01-03')).to.deep.equal([[0, 48]]);
      expect(hours('2027-12-31', '2028-01-10')).to.deep.equal([[HOURS - 24, HOURS]]);
      expect(hours('2026-01-01', '2030-01-01')).to.deep.equal([[0, HOURS]]);
    });
    it('of another year is left out', () => {
      expect(hours('2026-03-01', '2026-03-10')).to.deep.equal([]);
      expect(hours('2026-12-01', '2027-01-01')).to.deep.equal([]);
    });
    it('drops 29 February', () => {
      expect(hours('2028-02-28', '2028-03-02', 2028)).to.deep.equal([[58 * 24, 60 * 24]]);
      expect(hours('2028-02-29', '2028-03-01', 2028)).to.deep.equal([]);
    });
    it('never reaches outside the year and never has no length', () => {
      const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map((each) => each.toISOString().slice(0, 10));
      fc.assert(fc.property(date, date, fc.integer({ min: 2020, max: 2035 }), (from, to, year) => {
        for (const [first, end] of maintenanceHours([{ from, to }], year)) {
          expect(first).to.be.within(0, HOURS - 1);
          expect(end).to.be.within(first + 1, HOURS);
        }
      }));
    });
  });

  context('as a whole', () => {
    it('carries name, power, temperatures, promises and the day from which the heat is there', () => {
      const building = aBuilding({ committedKw: 500, maintenance: [{ from: '2027-01-01', to: '2027-01-02' }] });
      expect(sourceInput(building, 2027)).to.deep.equal({
        name: 'Hall A', installedItKw: 10_000, utilisation: 0.8, captureFraction: 0.9, supplyTemperatureC: 45, returnTemperatureC: 35,
        availableFrom: '2027-01-01', committedKw: 500, maintenanceHours: [[0, 24]],
      });
    });
    it('is taken by the model, with the site beside it', () => {
      const hourlyTemperatureC = Array.from({ length: HOURS }, () => 4);
      const { result } = evaluateMatch({
        site: siteInput(aSite({ hourlyTemperatureC })), source: sourceInput(aBuilding(), 2028),
        demand: {
          annualDemandMwh: 5000, flowTemperatureC: 40, returnTemperatureC: 25, profile: { archetype: 'flat' }, routeLengthM: 500,
          alternative: { costEurPerMwh: 80, emissionKgPerMwh: 220 },
        },
      });
      expect(result.feasible).to.equal(true);
    });
  });
});

describe('a moment in the year of 8760 hours', () => {
  it('counts in Norwegian standard time, in summer too', () => {
    expect(localMoment(new Date('2026-12-31T22:59:59Z'))).to.include({ year: 2026, hourOfYear: HOURS - 1 });
    expect(localMoment(new Date('2026-12-31T23:00:00Z'))).to.deep.equal({ isoDate: '2027-01-01', year: 2027, hourOfYear: 0 });
    expect(localMoment(new Date('2027-07-01T10:30:00Z')).hourOfYear).to.equal((monthHours[6] ?? 0) + 11);
  });
  it('takes the hour of 28 February on 29 February', () => {
    expect(localMoment(new Date('2028-02-29T11:00:00Z')).hourOfYear).to.equal(localMoment(new Date('2028-02-28T11:00:00Z')).hourOfYear);
    expect(localMoment(new Date('2028-03-01T11:00:00Z')).hourOfYear).to.equal(59 * 24 + 12);
  });
  it('puts 29 February at the start of 1 March', () => expect(firstHourOf('2028-02-29', 2028)).to.equal(firstHourOf('2028-03-01', 2028)));
});
