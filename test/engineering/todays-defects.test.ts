import { expect } from 'chai';
import {
  evaluateCase, evaluateMatch, greatCircleDistanceM, InvalidInputError, monthlySumMwh, offeredKw, type FeasibleResult,
  type MatchCase,
} from '../../server/engineering/index.js';
import { annuityFactor } from '../../server/engineering/economics.js';
import { aCase, hours } from './case-builder.js';

/** Mistakes that tools in use today make; each must stay impossible here. */
describe('defects of today\'s tools', () => {
  it('haversine takes the cosine of the latitude: one degree of longitude at 50° N is 71.47 km, not 111.19 km', () => {
    const distanceM = greatCircleDistanceM({ latitudeDeg: 50, longitudeDeg: 8 }, { latitudeDeg: 50, longitudeDeg: 9 });
    expect(distanceM).to.be.closeTo(71_474, 5);
  });

  it('a rate of 0.04 is 4 %: 10 years at 0.04 are worth 8.1109 payments; a rate of 4 is refused', () => {
    expect(1 / annuityFactor(0.04, 10)).to.be.closeTo(8.110896, 1e-6);
    expect(() => evaluateCase(aCase().economics({ discountRate: 4 }).build()))
      .to.throw(InvalidInputError, 'economics.discountRate').with.property('value', 4);
  });

  it('power does not depend on the time step: 1000 kW for a year is 8760 MWh, for January 744 MWh', () => {
    const source = { installedItKw: 1000, captureFraction: 1, supplyTemperatureC: 30, returnTemperatureC: 20 };
    const constant = monthlySumMwh(offeredKw(source));
    const hourly = monthlySumMwh(offeredKw({ ...source, utilisation: hours(() => 1) }));
    expect(constant[0]).to.equal(744);
    expect(constant.reduce((sum, value) => sum + value)).to.equal(8760);
    expect(hourly).to.deep.equal(constant);
  });

  it('a power, and what is built for it, does not depend on how many hours it runs', () => {
    const investment = (hourlyKw: readonly number[]) => {
      const option = evaluateMatch(aCase().demand({ profile: { hourlyKw } }).site({ assumptions: { capacityCandidates: 1 } }).build())
        .detail.options[1];
      if (!option?.feasible) throw new Error('a heat pump at the source must work here');
      return option.investmentEur;
    };
    const allYear = investment(hours(() => 2000));
    expect(allYear.heatExchangers).to.equal(2000 * 100);
    expect(investment(hours((hour) => (hour === 5000 ? 2000 : 0)))).to.deep.equal(allYear);
  });

  it('a sale is counted once: the yearly cash flow holds the delivered heat at the partner\'s cost a single time', () => {
    const matchCase = aCase().coolEnoughForDirect().economics({ discountRate: 0, lifetimeYears: 1 }).build();
    const { result, detail } = evaluateMatch(matchCase);
    const { economics, annual } = result as FeasibleResult;
    const option = detail.options[0];
    if (!option?.feasible) throw new Error('direct must work here');
    const { fixedOandM, electricity, coolingCredit } = option.yearlyEur;
    expect(economics.npvEur).to.be.closeTo(
      annual.deliveredMwh * 75 + coolingCredit - fixedOandM - electricity - economics.capexEur, 1e-3);
  });

  it('heat promised to a running project is not offered again', () => {
    const source = { installedItKw: 1000, captureFraction: 1, supplyTemperatureC: 30, returnTemperatureC: 20 };
    expect(offeredKw({ ...source, committedKw: 400 })[0]).to.equal(600);
    expect(offeredKw({ ...source, committedKw: 1400 })[0]).to.equal(0);
  });

  it('a missing input is an error that names it, never a default of nought', () => {
    const whole = aCase().build();
    const matchCase = { ...whole, demand: { ...whole.demand, alternative: undefined } } as unknown as MatchCase;
    expect(() => evaluateCase(matchCase)).to.throw(InvalidInputError, 'demand.alternative is missing');
  });
});
