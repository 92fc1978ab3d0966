import { expect } from 'chai';
import { strToU8, zipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { createSpreadsheets } from '../../server/adapters/spreadsheets.js';
import type { SheetRead, TableCell } from '../../server/shared/ports.js';

describe('spreadsheets', () => {
  const written = async (rows: readonly (readonly TableCell[])[], header = ['name', 'heatMwh', 'isOpen', 'at']) =>
    readSheet(await createSpreadsheets().xlsx({ name: 'Table', header, rows }));

  it('come back as they were written: text, numbers, yes or no, dates, nothing', async () => {
    const at = new Date('2026-11-25T12:30:00Z');
    const rows = [['Løken & sønner <AS>', 1234.5678, true, at], ['other', -0.001, false, null]];
    const [header, [name, heatMwh, isOpen, back] = [], second] = await written(rows);
    expect([header, [name, heatMwh, isOpen], second]).to.deep.equal([['name', 'heatMwh', 'isOpen', 'at'], rows[0]?.slice(0, 3), rows[1]]);
    // A date is a fraction of a day in the file, good to about a millisecond.
    expect(Number(back)).to.be.closeTo(at.getTime(), 2);
  });
  it('keep a text that begins like a formula a text', async () => {
    expect(await written([['=1+1', 2, true, null]])).to.have.nested.property('[1][0]', '=1+1');
  });
  it('may hold no row', async () => {
    expect(await written([])).to.deep.equal([['name', 'heatMwh', 'isOpen', 'at']]);
  });
});

describe('spreadsheets, read', () => {
  const spreadsheets = createSpreadsheets();
  const HOURS = 8760;
  const rowsOf = (read: SheetRead): readonly (readonly TableCell[])[] => {
    if (!read.ok) throw new Error(read.fault);
    return read.rows;
  };

  /** A workbook by hand: sheets as XML, cells with addresses. */
  const workbook = (...sheets: readonly string[]): Uint8Array => {
    const names = sheets.map((_, index) => `<sheet name="S${index}" sheetId="${index + 1}" r:id="r${index}"/>`).join('');
    const targets = sheets.map((_, index) => `<Relationship Id="r${index}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s${index}.xml"/>`).join('');
    const space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    return zipSync({
      'xl/workbook.xml': strToU8(`<workbook ${space} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names}</sheets></workbook>`),
      'xl/_rels/workbook.xml.rels': strToU8(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets}</Relationships>`),
      ...Object.fromEntries(sheets.map((rows, index) => [`xl/worksheets/s${index}.xml`, strToU8(`<worksheet ${space}><sheetData>${rows}</sheetData></worksheet>`)])),
    });
  };
  const year = (column: string): string => Array.from({ length: HOURS }, (_, hour) => `<row r="${hour + 1}"><c r="${column}${hour + 1}"><v>${hour}.5</v></c></row>`).join('');

  it('have the rows that were written, dates among them', async () => {
    const rows = Array.from({ length: HOURS }, (_, hour) => [new Date(Date.UTC(2027, 0, 1, hour)), hour / 4]);
    const read = rowsOf(await spreadsheets.read(await spreadsheets.xlsx({ name: 'Hours', header: ['Time', 'Heat (kW)'], rows })));
    expect(read).to.have.length(HOURS + 1);
    expect(read[0]).to.deep.equal(['Time', 'Heat (kW)']);
    expect([read[5]?.[0] instanceof Date, read[5]?.[1]]).to.deep.equal([true, 1]);
  });
  it('are read from the sheet with a year of numbers, whatever stands before it', async () => {
    const cover = '<row r="1"><c r="A1"><v>2027</v></c></row>';
    const read = rowsOf(await spreadsheets.read(workbook(cover, year('B'))));
    expect([read.length, read[HOURS - 1]]).to.deep.equal([HOURS, [null, 8759.5]]);
  });
  it('keep empty rows at the beginning, so that a row has the number it has in the workbook', async () => {
    expect(rowsOf(await spreadsheets.read(workbook('<row r="3"><c r="A3"><v>1</v></c></row><row r="9"><c r="A9"/></row>')))).to.deep.equal([[null], [null], [1]]);
  });
  it('say so when there are no numbers, and when it is no workbook', async () => {
    const text = '<row r="1"><c r="A1" t="inlineStr"><is><t>nothing</t></is></c></row>';
    expect(await spreadsheets.read(workbook(text))).to.deep.equal({ ok: false, fault: 'no-numbers' });
    expect(await spreadsheets.read(zipSync({ 'a.xml': strToU8('<a/>') }))).to.deep.equal({ ok: false, fault: 'unreadable' });
    expect(await spreadsheets.read(strToU8('PK\u0003\u0004 and then nothing of the kind'))).to.deep.equal({ ok: false, fault: 'unreadable' });
    expect(await spreadsheets.read(workbook('<row r="1"><c r="A1"><v>1</v></row>'))).to.have.property('ok');
  });
  it('unpack to no more than a limit, nor to more than they state', async () => {
    const bomb = workbook(`<row r="1"><c r="A1"><v>1</v></c></row>${' '.repeat(50 * 1024 * 1024)}`);
    expect(bomb.length).to.be.below(100_000);
    expect(await spreadsheets.read(bomb)).to.deep.equal({ ok: false, fault: 'too-large' });
    const lying = Buffer.from(bomb);
    const entry = lying.lastIndexOf('xl/worksheets/s0.xml') - 46;
    lying.writeUInt32LE(1000, entry + 24);
    expect(await spreadsheets.read(lying)).to.have.property('ok', false);
  });
  it('end alone when one cell spans a whole sheet', async () => {
    expect(await spreadsheets.read(workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))).to.deep.equal({ ok: false, fault: 'too-large' });
    expect(rowsOf(await spreadsheets.read(workbook('<row r="1"><c r="A1"><v>7</v></c></row>')))).to.deep.equal([[7]]);
  });
});
