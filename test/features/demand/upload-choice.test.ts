import { expect } from 'chai';
import type { SubmitOptions, TestResponse } from '../../support/agent.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand, hoursOf } from '../../support/builders.js';
import { decodeEntities, findForm } from '../../support/html-form.js';

const NEW = '/demands/new?use=greenhouse';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const valueOf = (page: TestResponse, name: string): string | undefined => findForm(page.text).entries.find(([key]) => key === name)?.[1];
const labelsOf = (page: TestResponse): string[] => [...page.text.matchAll(/name="hourlyColumn"[^>]*><label[^>]*>([^<]*)</g)].map(([, label = '']) => decodeEntities(label));
const shownRows = (page: TestResponse): number => [...(/<div id="hourly-choice"[\s\S]*?<\/table>/.exec(page.text)?.[0] ?? '').matchAll(/<th scope="row">/g)].length;

const stamp = (hour: number): string => new Date(Date.UTC(2027, 0, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const kw = hoursOf(400);
const comma = (value: number): string => String(value).replace('.', ',');
const table = (...lines: readonly string[]): SubmitOptions => ({ files: [{ field: 'hourlyFile', name: 'plant.csv', content: lines.join('\r\n') }] });
/** Times, heat in MW with decimal commas, and a second meter. */
const plant = (heat = 'Heat') => table(`Time;${heat};Second meter`, ...kw.map((each, hour) => `${stamp(hour)};${comma(each / 1000)};${comma(each / 500)}`));

describe('hourly values of which column or unit is to be chosen', () => {
  let app: TestApp;
  let partner: SignedInAgent;
  before(async () => {
    app = await startTestApp();
    partner = await app.signIn('partner', { name: 'Growers', kind: 'industry' });
  });
  after(() => app.stop());

  const choose = (fields = {}, options: SubmitOptions = plant()) => partner.submit(NEW, { name: 'Plant', intent: 'preview', ...fields }, options);

  context('in a file with several columns of numbers', () => {
    it('shows the first five rows as they were read, the columns and the unit, and says which are proposed', async () => {
      const page = await choose();
      expect(page.status).to.equal(200);
      expect(shownRows(page)).to.equal(5);
      expect(page.text).to.include('plant.csv: the first 5 rows').and.include('2027-01-01 00:00').and.include('<td class="num">0.4</td>');
      expect(labelsOf(page)).to.deep.equal(['Heat', 'Second meter']);
      expect([valueOf(page, 'hourlyColumn'), valueOf(page, 'hourlyUnit'), valueOf(page, 'profileKind')]).to.deep.equal(['2', 'kW', 'hourly']);
      expect(page.text).to.not.include('2\u202f628');
    });
    it('proposes what the header says', async () => {
      const page = await choose({}, plant('Heat (MW)'));
      expect([valueOf(page, 'hourlyColumn'), valueOf(page, 'hourlyUnit')]).to.deep.equal(['1', 'MW']);
    });
    it('takes the chosen column in the chosen unit without the file, and shows what it adds up to', async () => {
      const page = await partner.resubmit(await choose(), { hourlyColumn: 1, hourlyUnit: 'MWh/h', intent: 'preview' });
      expect(page.status).to.equal(200);
      expect(page.text).to.include('2\u202f628\u00a0MWh').and.include('400\u00a0kW').and.include('plant.csv').and.not.include('hourly-choice');
      expect(valueOf(page, 'name')).to.equal('Plant');
    });
    it('submits with the choice in the same send', async () => {
      const asked = await partner.submit(NEW, { ...aDemand(7).fields(), annualDemandMwh: '', intent: 'submit' }, plant());
      expect(asked.status).to.equal(422);
      expect(asked.text).to.include('href="#hourlyColumn"').and.include('then send the form again');
      const done = await partner.resubmit(asked, { hourlyColumn: 1, hourlyUnit: 'MW', intent: 'submit' });
      expect(done.status).to.equal(303);
      expect((await partner.follow(done)).text).to.include('2\u202f628\u00a0MWh').and.include('plant.csv');
    });
    it('keeps the choice open while another button is pressed', async () => {
      const page = await partner.resubmit(await choose(), { hourlyColumn: 1, hourlyUnit: 'MW', intent: 'apply-usual' });
      expect([valueOf(page, 'hourlyColumn'), valueOf(page, 'hourlyUnit'), shownRows(page)]).to.deep.equal(['1', 'MW', 5]);
    });
    it('keeps the choice open, row by row, where the column has gaps', async () => {
      const gaps = table('A;B', ...kw.map((each, hour) => `${hour === 8 ? 'off' : hour === 9 ? -1 : each};${each}`));
      const page = await partner.resubmit(await choose({}, gaps), { hourlyColumn: 0, hourlyUnit: 'MW', intent: 'preview' });
      expect(page.status).to.equal(422);
      expect(page.text).to.include('Row 10: &#x27;off&#x27; is not a number.').and.include('Row 11: -1 MW is below 0 MW.');
      expect([valueOf(page, 'hourlyColumn'), shownRows(page)]).to.deep.equal(['0', 5]);
    });
    it('refuses a column that is not offered', async () => {
      const page = await partner.resubmit(await choose(), { hourlyColumn: 0, intent: 'preview' });
      expect(page.status).to.equal(422);
      expect(page.text).to.include('Choose one of the columns of numbers.');
    });
    it('leaves the table behind for a typical year, and with it what was kept', async () => {
      const asked = await choose();
      const saved = await partner.resubmit(asked, { profileKind: 'archetype', archetype: 'flat', annualDemandMwh: 100, intent: 'save' });
      expect(saved.status).to.equal(303);
      expect((await partner.follow(saved)).text).to.not.include('plant.csv');
      expect((await partner.resubmit(asked, { intent: 'preview' })).text).to.include('no longer kept');
    });
    it('asks for the file again once another one has replaced it', async () => {
      const first = await choose();
      await choose();
      const page = await partner.resubmit(first, { intent: 'preview' });
      expect(page.status).to.equal(422);
      expect(page.text).to.include('The file is no longer kept. Please choose it again.');
    });
    it('gives nobody else the table', async () => {
      const asked = await choose();
      const other = await app.signIn('partner', { name: 'Others', kind: 'industry' });
      const page = await other.submit(NEW, { demandId: valueOf(asked, 'demandId') ?? '', hourlyColumn: 1, hourlyUnit: 'MW', intent: 'preview' });
      expect(page.text).to.include('no longer kept').and.not.include('plant.csv');
    });
  });

  context('in a file with one column of numbers', () => {
    const one = (header: string) => choose({}, table(`Time;${header}`, ...kw.map((each, hour) => `${stamp(hour)};${comma(each / 1000)}`)));

    it('asks for the unit alone where the header names none', async () => {
      const asked = await one('Heat');
      expect([labelsOf(asked), valueOf(asked, 'hourlyColumn'), valueOf(asked, 'hourlyUnit')]).to.deep.equal([[], '1', 'kW']);
      expect((await partner.resubmit(asked, { hourlyUnit: 'MW', intent: 'preview' })).text).to.include('2\u202f628\u00a0MWh');
    });
    it('asks for nothing where the header names one', async () => {
      expect((await one('Heat (MWh)')).text).to.include('2\u202f628\u00a0MWh').and.not.include('hourly-choice');
    });
  });

  context('in a workbook', () => {
    const workbook = async (header: readonly string[], row: (hour: number) => readonly (string | number | Date)[]) => ({
      files: [{
        field: 'hourlyFile', name: 'plant.xlsx', type: XLSX,
        content: await app.services.spreadsheets.xlsx({ name: 'Hours', header, rows: kw.map((_, hour) => row(hour)) }),
      }],
    });
    const at = (hour: number): Date => new Date(Date.UTC(2027, 0, 1, hour));

    it('takes it at once where there is nothing to choose', async () => {
      const page = await choose({}, await workbook(['Time', 'Heat (MW)'], (hour) => [at(hour), (kw[hour] ?? 0) / 1000]));
      expect(page.text).to.include('2\u202f628\u00a0MWh').and.include('plant.xlsx');
    });
    it('shows the first rows and takes the chosen column', async () => {
      const asked = await choose({}, await workbook(['Time', 'Heat', 'Steam'], (hour) => [at(hour), kw[hour] ?? 0, 1]));
      expect(asked.text).to.include('2027-01-01 01:00');
      expect(labelsOf(asked)).to.deep.equal(['Heat', 'Steam']);
      expect((await partner.resubmit(asked, { hourlyColumn: 1, intent: 'preview' })).text).to.include('2\u202f628\u00a0MWh');
    });
    it('names wrong rows as the workbook numbers them', async () => {
      const page = await choose({}, await workbook(['Heat (kW)'], (hour) => [hour === 3 ? 'off' : kw[hour] ?? 0]));
      expect(page.status).to.equal(422);
      expect(page.text).to.include('Row 5: &#x27;off&#x27; is not a number.');
    });
    it('says what is wrong with one that cannot be read', async () => {
      const sent = (content: string | Uint8Array) => choose({}, { files: [{ field: 'hourlyFile', name: 'a.xlsx', type: XLSX, content }] });
      expect((await sent('PK\u0003\u0004nonsense')).text).to.include('cannot be read. Save it as XLSX without a password');
      expect((await sent(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3))).text).to.include('an Excel file of the old kind');
    });
  });
});
