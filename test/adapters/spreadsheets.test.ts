import { expect } from 'chai';
import { readSheet } from 'read-excel-file/node';
import { createSpreadsheets } from '../../server/adapters/spreadsheets.js';
import type { TableCell } from '../../server/shared/ports.js';

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
