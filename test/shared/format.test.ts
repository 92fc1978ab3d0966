import { expect } from 'chai';
import { createFormats } from '../../server/shared/format.js';

const english = createFormats('en');
const norwegian = createFormats('nb');

describe('numbers and dates by language', () => {
  const CASES: readonly [string, string, string][] = [
    ['a number with decimals', english.number(1234567.891, 2), norwegian.number(1234567.891, 2)],
    ['a negative number', english.number(-1234.5, 1), norwegian.number(-1234.5, 1)],
    ['a share', english.percent(0.125, 1), norwegian.percent(0.125, 1)],
    ['power below 10 MW', english.power(9500), norwegian.power(9500)],
    ['power above 10 MW', english.power(12_300), norwegian.power(12_300)],
    ['heat above 10 GWh', english.heat(12_345), norwegian.heat(12_345)],
    ['money below a million', english.money(45_600), norwegian.money(45_600)],
    ['money above a million', english.money(1_234_000), norwegian.money(1_234_000)],
    ['a day', english.date('2027-05-17'), norwegian.date('2027-05-17')],
    ['a moment in Oslo', english.dateTime(new Date('2027-05-17T10:05:00Z')), norwegian.dateTime(new Date('2027-05-17T10:05:00Z'))],
  ];
  const EXPECTED: readonly (readonly [string, string])[] = [
    ['1\u202f234\u202f567.89', '1\u00a0234\u00a0567,89'],
    ['-1\u202f234.5', '\u22121\u00a0234,5'],
    ['12.5\u00a0%', '12,5\u00a0%'],
    ['9\u202f500\u00a0kW', '9\u00a0500\u00a0kW'],
    ['12.3\u00a0MW', '12,3\u00a0MW'],
    ['12.3\u00a0GWh', '12,3\u00a0GWh'],
    ['45\u202f600\u00a0EUR', '45\u00a0600\u00a0EUR'],
    ['1.23\u00a0MEUR', '1,23\u00a0mill. EUR'],
    ['17 May 2027', '17. mai 2027'],
    ['17 May 2027, 12:05', '17. mai 2027, 12:05'],
  ];
  for (const [index, [what, inEnglish, inNorwegian]] of CASES.entries()) {
    it(`write ${what} as the language does`, () => { expect([inEnglish, inNorwegian]).to.deep.equal(EXPECTED[index]); });
  }
});
