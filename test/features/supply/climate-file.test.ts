import { expect } from 'chai';
import { readEpw } from '../../../server/features/supply/epw.js';
import { CLIMATE_UPLOAD, readUpload, UTILISATION_UPLOAD } from '../../../server/features/supply/hourly-upload.js';
import { english, testTranslations } from '../../support/translations.js';
import { epwText } from './epw-text.js';
import { hourlyCsv, HOURS } from './supply-fixture.js';

const LIMITS = CLIMATE_UPLOAD.limits;
const file = (content: string, fieldname: string, originalname: string) => [{ fieldname, originalname, buffer: new TextEncoder().encode(content) }];

describe('a weather file in EPW', () => {
  it('gives column 7 of every hour and says where it was measured', () => {
    const read = readEpw(epwText((hour) => (hour === 0 ? -12.3 : 5)), LIMITS);
    expect(read).to.include({ ok: true, place: 'Hamar, NOR', leapDayDropped: false });
    if (read.ok) expect([read.values.length, read.values[0], read.values.at(-1)]).to.deep.equal([HOURS, -12.3, 5]);
  });
  it('loses 29 February of a leap year', () => {
    const read = readEpw(epwText((hour) => (hour >= 59 * 24 && hour < 60 * 24 ? 40 : 1), { leap: true }), LIMITS);
    expect(read).to.include({ ok: true, leapDayDropped: true });
    if (read.ok) expect(new Set(read.values)).to.deep.equal(new Set([1]));
  });
  it('names the row of each wrong value', () => {
    const read = readEpw(epwText((hour) => (({ 2: 'warm', 5: 99.9, 7: 80 } as Record<number, string | number>)[hour] ?? 1)), LIMITS);
    expect(read.ok).to.equal(false);
    if (!read.ok) {
      expect(read.errors.map(({ row, said }) => ({ row, message: english.text(said) }))).to.deep.equal([
        { row: 11, message: '\'warm\' in column 7 is not a number' },
        { row: 14, message: '99.9 in column 7 stands for a missing temperature' },
        { row: 16, message: '80 °C is above 60 °C' },
      ]);
    }
  });
  it('refuses half a year and a year that does not begin in January', () => {
    const lines = epwText(() => 1).split('\r\n');
    const half = readEpw(lines.slice(0, 4388).join('\n'), LIMITS);
    expect(half.ok ? [] : half.errors.map(({ said }) => english.text(said))).to.deep.equal(['The file has 4380 hours; a year has 8760 (29 February left out).']);
    const turned = readEpw([...lines.slice(0, 8), ...lines.slice(4388), ...lines.slice(8, 4388)].join('\n'), LIMITS);
    expect(turned.ok ? [] : turned.errors[0]?.row).to.equal(9);
  });
});

describe('an uploaded file', () => {
  it('is read as CSV or EPW by what stands in it', () => {
    const epw = readUpload(CLIMATE_UPLOAD, {}, file(epwText(() => 3), 'climateFile', 'NOR_Hamar.epw'), null);
    expect(epw.upload?.file).to.deep.equal({ name: 'Hamar, NOR (NOR_Hamar.epw)', mean: 3, min: 3, max: 3 });
    const csv = readUpload(CLIMATE_UPLOAD, {}, file(hourlyCsv((hour) => (hour % 2 === 0 ? -4 : 8)), 'climateFile', 'own.csv'), null);
    expect(csv.upload?.file).to.deep.equal({ name: 'own.csv', mean: 2, min: -4, max: 8 });
  });
  it('of percent where fractions are wanted is refused with a hint', () => {
    const { upload, errors } = readUpload(UTILISATION_UPLOAD, {}, file(hourlyCsv(() => 75), 'utilisationFile', 'load.csv'), null);
    expect(upload).to.equal(null);
    expect(english.text(errors[0] ?? '')).to.include('Row 2: 75 (fraction) is above 1');
    expect(english.text(errors.at(-1) ?? '')).to.include('write 0.75');
  });
  it('is refused in the language of whoever reads it', () => {
    const { errors } = readUpload(UTILISATION_UPLOAD, {}, file(hourlyCsv(() => 75.5), 'utilisationFile', 'load.csv'), null);
    const norwegian = errors.map(testTranslations().localised('nb').text);
    expect([norwegian[0], norwegian.at(-2)]).to.deep.equal(['Rad 2: 75.5 (andel) er over 1 (andel).', 'og 8\u00a0750 rader til som disse.']);
    expect(norwegian.at(-1)).to.include('skriv 0,75');
  });
  it('takes over values that the form carried along, and only sound ones', () => {
    const carried = (values: string) => readUpload(UTILISATION_UPLOAD, { utilisationFileValues: values, utilisationFileName: 'load.csv' }, [], null).upload;
    expect(carried(Array.from({ length: HOURS }, () => 0.5).join(','))?.file).to.deep.equal({ name: 'load.csv', mean: 0.5, min: 0.5, max: 0.5 });
    expect(carried(Array.from({ length: HOURS }, () => 2).join(','))).to.equal(null);
    expect(carried('0.5,0.5')).to.equal(null);
    expect(carried(Array.from({ length: HOURS }, () => 'x').join(','))).to.equal(null);
  });
});
