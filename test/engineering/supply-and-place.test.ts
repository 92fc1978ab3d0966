import { expect } from 'chai';
import {
  greatCircleDistanceM, monthHours, offeredKw, rampUtilisation, recoverableKw, routeLengthFromCoordinatesM,
} from '../../server/engineering/index.js';
import { hours } from './case-builder.js';

const source = { installedItKw: 1000, supplyTemperatureC: 30, returnTemperatureC: 20 };

describe('recoverableKw', () => {
  it('is IT power times utilisation times 0.9, or the source\'s own capture fraction', () => {
    expect(recoverableKw({ ...source, utilisation: 0.5 })[0]).to.equal(450);
    expect(recoverableKw({ ...source, utilisation: hours((hour) => hour / 8760), captureFraction: 0.5 })[4380]).to.equal(250);
  });

  it('is nought in planned maintenance, from the first hour up to but without the last', () => {
    const kw = recoverableKw({ ...source, maintenanceHours: [[10, 12], [8759, 8760]] });
    expect([...kw.slice(9, 13)]).to.deep.equal([900, 0, 0, 900]);
    expect(kw[8759]).to.equal(0);
  });
});

describe('offeredKw', () => {
  it('is what running projects leave, hour by hour', () => {
    const kw = offeredKw({ ...source, committedKw: hours((hour) => hour) });
    expect([kw[0], kw[100], kw[900], kw[5000]]).to.deep.equal([900, 800, 0, 0]);
  });
});

describe('rampUtilisation', () => {
  it('is nought before commissioning, then rises straight to full', () => {
    const ramp = rampUtilisation(1000, 2000, 0.8);
    expect([ramp[999], ramp[1000], ramp[2000], ramp[3000], ramp[8759]]).to.deep.equal([0, 0, 0.4, 0.8, 0.8]);
    expect(rampUtilisation(10, 0, 0.5)[10]).to.equal(0.5);
    expect(Math.max(...rampUtilisation(8760, 0, 1))).to.equal(0);
  });

  it('refuses NaN, a negative hour and a utilisation above 1', () => {
    expect(() => rampUtilisation(NaN, 0, 1)).to.throw(RangeError, 'NaN');
    expect(() => rampUtilisation(0, -1, 1)).to.throw(RangeError, '-1');
    expect(() => rampUtilisation(0, 0, 75)).to.throw(RangeError, '75');
  });
});

describe('distances', () => {
  const hamar = { latitudeDeg: 60.7945, longitudeDeg: 11.068 };

  it('a degree is 111.195 km along a meridian and along the equator, and half of it at 60° N', () => {
    const at = (latitudeDeg: number, longitudeDeg: number) => ({ latitudeDeg, longitudeDeg });
    expect(greatCircleDistanceM(at(0, 0), at(1, 0))).to.be.closeTo(111_195.08, 0.01);
    expect(greatCircleDistanceM(at(0, 0), at(0, 1))).to.be.closeTo(111_195.08, 0.01);
    expect(greatCircleDistanceM(at(60, 0), at(60, 1))).to.be.closeTo(55_597.5, 15);
    expect(greatCircleDistanceM(at(0, 0), at(0, 180))).to.be.closeTo(Math.PI * 6_371_008.8, 1e-3);
  });

  it('a route is 1.3 times the straight line, the same both ways, nought to itself, and across the date line', () => {
    const near = { latitudeDeg: 60.8, longitudeDeg: 11.1 };
    expect(routeLengthFromCoordinatesM(hamar, near)).to.equal(greatCircleDistanceM(hamar, near) * 1.3);
    expect(routeLengthFromCoordinatesM(near, hamar)).to.be.closeTo(routeLengthFromCoordinatesM(hamar, near), 1e-9);
    expect(routeLengthFromCoordinatesM(hamar, hamar)).to.equal(0);
    expect(greatCircleDistanceM({ latitudeDeg: 0, longitudeDeg: 179.5 }, { latitudeDeg: 0, longitudeDeg: -179.5 }))
      .to.be.closeTo(111_195.08, 0.01);
  });

  it('refuses a place that is not on Earth', () => {
    expect(() => greatCircleDistanceM(hamar, { latitudeDeg: 91, longitudeDeg: 0 })).to.throw(RangeError, '91');
    expect(() => greatCircleDistanceM(hamar, { latitudeDeg: 0, longitudeDeg: NaN })).to.throw(RangeError, 'NaN');
  });
});

it('months begin where the calendar of 365 days has them', () => {
  expect(monthHours).to.deep.equal([0, 744, 1416, 2160, 2880, 3624, 4344, 5088, 5832, 6552, 7296, 8016, 8760]);
});
