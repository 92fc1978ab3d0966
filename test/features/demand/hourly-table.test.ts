import { expect } from 'chai';
import fc from 'fast-check';
import { readDelimited } from '../../../server/features/demand/file-rows.js';
import { HOURLY_UNITS, toKw, unitOf } from '../../../server/features/demand/hour-units.js';
import { MOST_COLUMNS, readColumn, readTable, type ReadTable } from '../../../server/features/demand/hourly-table.js';
import { numberReader } from '../../../server/features/demand/number-text.js';

const HOURS = 8760;
const hours = Array.from({ length: HOURS }, (_, hour) => hour);
const stamp = (hour: number): string => new Date(Date.UTC(2027, 0, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const heat = (hour: number): number => 100 + ((hour * 37) % 90) / 4;
const csv = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
const read = (header: readonly string[], row: (hour: number) => string): ReadTable => readTable('meter.csv', readDelimited(csv(...header, ...hours.map(row))));

/** The names of the columns offered, the proposed one and its unit. */
function offered(table: ReadTable) {
  if (table.kind !== 'choice') throw new Error(`${table.kind}, not a choice`);
  const { columns } = table.table;
  return { names: columns.filter(({ values }) => values !== null).map(({ name }) => name), proposed: columns[table.proposed.column]?.name, unit: table.proposed.unit };
}
const valuesIn = (table: ReadTable): readonly number[] => {
  if (table.kind !== 'values') throw new Error(JSON.stringify(table).slice(0, 300));
  return table.valuesKw;
};

describe('the unit in a header', () => {
  const cases: readonly (readonly [header: string, unit: string | null])[] = [
    ['Heat (kW)', 'kW'], ['heat_kw', 'kW'], ['Varme [MW]', 'MW'], ['MWh', 'MWh/h'], ['Energi, kWh', 'kWh/h'], ['Forbruk kWh/h', 'kWh/h'],
    ['Effekt (W)', 'W'], ['power_w', 'W'], ['Wh', 'W'], ['kWh per time', 'kWh/h'], ['Heat', null], ['Hall W', null], ['Outdoor (°C)', null],
    ['kWh/m²', null], ['network', null], ['EUR/MWh', null], ['kg / kWh', null], ['', null],
  ];
  for (const [header, unit] of cases) {
    it(`is ${unit ?? 'none'} in '${header}'`, () => { expect(unitOf(header)).to.equal(unit); });
  }
  it('is turned into kW', () => {
    expect(HOURLY_UNITS.map((unit) => toKw(1500, unit))).to.deep.equal([1500, 1_500_000, 1500, 1_500_000, 1.5]);
  });
});

describe('the numbers of a column', () => {
  const all = (...texts: readonly string[]): number[] => texts.map(numberReader(texts));

  it('have a decimal comma or point', () => { expect(all('1,5', '2.5', '-3', '1e3')).to.deep.equal([1.5, 2.5, -3, 1000]); });
  it('have thousands where the column shows it', () => {
    expect(all('1.234,5', '1.000', '7,25')).to.deep.equal([1234.5, 1000, 7.25]);
    expect(all('1,234.5', '1,000', '7.25')).to.deep.equal([1234.5, 1000, 7.25]);
    expect(all('1 234,5', '1\u00a0000', '1\u202f500')).to.deep.equal([1234.5, 1000, 1500]);
    expect(all('1.234', '999,5')).to.deep.equal([1234, 999.5]);
    expect(all('1,234,567', '1,000')).to.deep.equal([1_234_567, 1000]);
  });
  it('are a little more than one where nothing shows thousands', () => { expect(all('1.234', '1.500')).to.deep.equal([1.234, 1.5]); });
  it('are none in dates, times and words', () => {
    for (const text of ['2027-01-01', '01.01.2027', '12:00', 'off', '', '-', '1,2,3', '0x1F', 'Infinity', '9'.repeat(60)]) {
      expect(numberReader([text])(text), text).to.be.NaN;
    }
  });
  it('do not become others when the thousands are out of place', () => {
    const texts = ['1,234.5', '12,5'];
    expect(texts.map(numberReader(texts))[1]).to.be.NaN;
  });
  it('come back as they were written, with either mark and with thousands', () => {
    const value = fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100);
    const forms = fc.constantFrom<readonly ['de-DE' | 'en-GB' | 'fr-FR', boolean]>(['de-DE', true], ['de-DE', false], ['en-GB', true], ['en-GB', false], ['fr-FR', true]);
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), forms, (values, [locale, useGrouping]) => {
      const format = new Intl.NumberFormat(locale, { useGrouping, minimumFractionDigits: 2 });
      const texts = values.map((each) => format.format(each));
      expect(texts.map(numberReader(texts))).to.deep.equal(values);
    }));
  });
});

describe('an uploaded table', () => {
  it('with one column of numbers and a unit is taken at once, in kW', () => {
    expect(valuesIn(read(['Time;Heat (MW)'], (hour) => `${stamp(hour)};${String(heat(hour) / 1000).replace('.', ',')}`))[3]).to.be.closeTo(heat(3), 1e-9);
    expect(valuesIn(read(['hour,heat_kwh'], (hour) => `${hour},${heat(hour)}`))).to.deep.equal(hours.map(heat));
  });
  it('without a header is in kW', () => {
    expect(valuesIn(read([], (hour) => String(heat(hour))))).to.deep.equal(hours.map(heat));
    expect(valuesIn(read([], (hour) => `${hour + 1};${heat(hour)}`))).to.deep.equal(hours.map(heat));
  });
  it('asks for the unit where a header names none', () => {
    expect(offered(read(['Heat'], (hour) => String(heat(hour))))).to.deep.equal({ names: ['Heat'], proposed: 'Heat', unit: 'kW' });
  });
  it('asks for the column where several hold numbers and proposes the last that is complete', () => {
    const table = read(['Time;A;B;C'], (hour) => `${stamp(hour)};${heat(hour)};${heat(hour) * 2};${hour === 70 ? 'off' : heat(hour)}`);
    expect(offered(table)).to.deep.equal({ names: ['A', 'B', 'C'], proposed: 'B', unit: 'kW' });
  });
  it('proposes the column whose header names a unit', () => {
    const table = read(['Time;Heat (MWh);Outdoor (°C)'], (hour) => `${stamp(hour)};${heat(hour)};${heat(hour) - 110}`);
    expect(offered(table)).to.deep.equal({ names: ['Heat (MWh)', 'Outdoor (°C)'], proposed: 'Heat (MWh)', unit: 'MWh/h' });
  });
  it('does not offer dates, hours, clock ticks and the like', () => {
    const row = (hour: number): string =>
      [hour + 1, hour % 24, stamp(hour).replace(/\D/g, ''), 46_023 + hour / 24, 1.7e9 + hour * 3600, 2027, heat(hour), heat(hour) / 2].join(';');
    expect(offered(read(['Nr;Clock;Stamp;Serial;Ticks;Year;Heat;Steam'], row)).names).to.deep.equal(['Heat', 'Steam']);
  });
  it('takes rising values where they are all there is', () => {
    expect(valuesIn(read(['heat_kw'], String))).to.deep.equal(hours);
  });
  it('may have titles and units above, and a title of the unit counts', () => {
    const table = read(['Meter report', 'Time;Heat', ';MW'], (hour) => `${stamp(hour)};${heat(hour)}`);
    expect(valuesIn(table)[0]).to.equal(heat(0) * 1000);
  });
  it('may be what Excel writes in Norway: another encoding, empty columns and rows at the end', () => {
    const text = ['Tid;Varme på Løken (kW);', ...hours.map((hour) => `${stamp(hour)};${heat(hour)};`), ';;', ';;'].join('\r\n');
    const table = readTable('a.csv', readDelimited(Uint8Array.from(text, (sign) => sign.charCodeAt(0))));
    expect(valuesIn(table)).to.deep.equal(hours.map(heat));
  });
  it('tells two columns of whole numbers from decimal commas', () => {
    expect(offered(read(['heat_kw,cooling_kw'], (hour) => `${100 + (hour % 7)},${200 + (hour % 5)}`)).names).to.deep.equal(['heat_kw', 'cooling_kw']);
    expect(valuesIn(read(['Heat, kW'], (hour) => `${100 + (hour % 7)},5`))[1]).to.equal(101.5);
    expect(valuesIn(read(['"Heat, kW"'], (hour) => `"${100 + (hour % 7)},5"`))[1]).to.equal(101.5);
  });
  it('keeps at most twelve columns and the proposed one among them', () => {
    const names = Array.from({ length: 20 }, (_, column) => (column === 1 ? 'Heat (kW)' : `Sensor ${column}`));
    const table = read([names.join(';')], (hour) => names.map((_, column) => heat(hour + column)).join(';'));
    expect(offered(table).names).to.have.length(MOST_COLUMNS);
    expect(offered(table).proposed).to.equal('Heat (kW)');
    expect(table).to.have.nested.property('table.leftOut', 8);
  });
  it('has its wrong rows named in the unit of the file', () => {
    const table = read(['A;B'], (hour) => `${hour === 4 ? -2 : heat(hour)};${heat(hour)}`);
    if (table.kind !== 'choice') throw new Error(table.kind);
    const refused = readColumn(table.table, { column: 0, unit: 'MW' });
    expect(refused).to.have.nested.property('errors[0].values.row', '6');
    expect(JSON.stringify(refused)).to.include('"unit":"MW"').and.include('"input":"-2"');
  });
  it('loses 29 February', () => {
    const values = Array.from({ length: 8784 }, (_, hour) => heat(hour));
    const table = readTable('leap.csv', readDelimited(csv('heat_kw', ...values.map(String))));
    expect(valuesIn(table)).to.deep.equal(values.filter((_, hour) => hour < 1416 || hour >= 1440));
  });

  it('comes back the same whatever the delimiter, mark, unit and place of the column', () => {
    const shape = fc.record({
      delimiter: fc.constantFrom(';', '\t', ','), comma: fc.boolean(), unit: fc.constantFrom(...HOURLY_UNITS),
      before: fc.integer({ min: 0, max: 3 }), after: fc.integer({ min: 0, max: 3 }), seed: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(fc.property(shape, ({ delimiter, comma, unit, before, after, seed }) => {
      const value = (hour: number): number => ((hour * 7919 + seed) % 8000) / 8;
      const written = (each: number): string => (comma && delimiter !== ',' ? String(each).replace('.', ',') : String(each));
      const texts = (count: number, word: string): string[] => Array.from({ length: count }, (_, index) => `${word}${index}`);
      const row = (hour: number): string =>
        [stamp(hour), ...texts(before, 'x'), written(value(hour)), ...texts(after, 'y')].join(delimiter);
      const header = ['When', ...texts(before, 'left'), `Heat (${unit})`, ...texts(after, 'right')].join(delimiter);
      expect(valuesIn(read([header], row))).to.deep.equal(hours.map((hour) => toKw(value(hour), unit)));
    }), { numRuns: 25 });
  });
  it('of far too many rows is refused by their number alone', () => {
    expect(readTable('long.csv', readDelimited(csv(...Array.from({ length: 60_000 }, () => 'x'))))).to.have.property('errors').with.length(1);
  });
  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300 }).map((text) => new TextEncoder().encode(text))), (bytes) => {
      expect(readTable('any', readDelimited(bytes)).kind).to.equal('refused');
    }));
  });
});
