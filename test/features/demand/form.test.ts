import { expect } from 'chai';
import type { TestResponse } from '../../support/agent.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand, csvOf, hoursOf } from '../../support/builders.js';
import { findForm } from '../../support/html-form.js';

const NEW = '/demands/new?use=greenhouse';
const valueOf = (page: TestResponse, name: string): string | undefined => findForm(page.text).entries.find(([key]) => key === name)?.[1];
const errorOf = (page: TestResponse, field: string): string | undefined =>
  new RegExp(`id="${field}-error">([^<]*)<`).exec(page.text)?.[1]?.replaceAll('&#x27;', '\'');

describe('the form of a heat demand', () => {
  let app: TestApp;
  let partner: SignedInAgent;
  before(async () => {
    app = await startTestApp();
    partner = await app.signIn('partner', { name: 'Growers', kind: 'industry' });
  });
  after(() => app.stop());

  context('without a use', () => {
    it('asks for the use first, each with its usual temperatures', async () => {
      const page = await partner.get('/demands/new');
      expect(page.status).to.equal(200);
      expect(page.text).to.match(/\/demands\/new\?use(=|&#x3D;)greenhouse/).and.include('45 / 30');
    });
  });

  context('with a use', () => {
    it('starts with what is usual for it', async () => {
      const page = await partner.get('/demands/new?use=trout');
      expect([valueOf(page, 'flowTemperatureC'), valueOf(page, 'returnTemperatureC')]).to.deep.equal(['22', '12']);
      expect([valueOf(page, 'archetype'), valueOf(page, 'heatSource')]).to.deep.equal(['fish-farm', 'oil']);
    });
    it('does not ask a grower about research', async () => {
      expect((await partner.get(NEW)).text).to.not.include('name="topics"');
      expect((await partner.get('/demands/new?use=research-campaign')).text).to.include('name="topics"');
    });
    it('asks a research group about research whatever it heats', async () => {
      const group = await app.signIn('partner', { name: 'University', kind: 'research' });
      expect((await group.get(NEW)).text).to.include('name="readinessLevel"');
    });
    it('puts the usual values of another use in on demand and keeps the rest as typed', async () => {
      const page = await partner.submit(NEW, { use: 'timber-kiln', name: 'Kiln', flowTemperatureC: 44, intent: 'apply-usual' });
      expect(page.status).to.equal(200);
      expect(['name', 'flowTemperatureC', 'returnTemperatureC', 'archetype', 'heatSource'].map((name) => valueOf(page, name)))
        .to.deep.equal(['Kiln', '75', '55', 'timber-drying', 'biomass']);
    });
  });

  context('sent complete', () => {
    it('submits the demand and shows what follows from it', async () => {
      const answer = await partner.submit(NEW, { ...aDemand().with({ annualDemandMwh: 3500 }).fields(), intent: 'submit' });
      expect(answer.status).to.equal(303);
      const page = await partner.follow(answer);
      expect(page.text).to.include('The heat demand is submitted').and.include('Greenhouse 1').and.include('Submitted');
      expect(page.text).to.include('3\u202f500').and.include('Full-load hours').and.include('252');
    });
    it('takes coordinates pasted into one field, and decimal commas', async () => {
      const fields = { ...aDemand(2).fields(), latitude: '60.83, 11.17', longitude: '', annualDemandMwh: '1 250,5', intent: 'submit' };
      const page = await partner.submit(NEW, fields, { follow: true });
      expect(page.text).to.include('60.8300').and.include('11.1700').and.include('1\u202f250.5');
    });
    it('works the heat of a year out from the highest power', async () => {
      const page = await partner.submit(NEW, { ...aDemand(3).fromPeak(500).fields(), archetype: 'flat', intent: 'submit' }, { follow: true });
      expect(page.text).to.include('4\u202f380\u00a0MWh').and.include('8\u202f760');
    });
    it('makes one demand of a form that is sent twice', async () => {
      const form = await partner.get(NEW);
      const fields = { ...aDemand(4).fields(), name: 'Sent twice', intent: 'submit' };
      const answers = [await partner.resubmit(form, fields), await partner.resubmit(form, fields)];
      expect(answers.map(({ status }) => status)).to.deep.equal([303, 303]);
      expect(answers[0]?.location).to.equal(answers[1]?.location);
      expect((await partner.get('/demands?q=twice')).text).to.include('1 heat demand ');
    });
  });

  context('sent with gaps', () => {
    it('keeps it as a draft and names each gap beside its field, with the values in place', async () => {
      const page = await partner.submit(NEW, { name: 'Half done', heatSource: 'other', intent: 'submit' });
      expect(page.status).to.equal(422);
      expect(errorOf(page, 'address')).to.equal('Say where the heat is needed.');
      expect(errorOf(page, 'annualDemandMwh')).to.include('one of the two is enough');
      expect(errorOf(page, 'emissionKgPerMwh')).to.include('cannot be derived');
      expect(page.text).to.include('href="#address"').and.include('saved as a draft');
      expect(valueOf(page, 'name')).to.equal('Half done');
      expect((await partner.get('/demands?q=half')).text).to.include('tag draft');
    });
    it('saves any part of it as a draft without a complaint', async () => {
      const page = await partner.submit(NEW, { name: 'Only a name', intent: 'save' }, { follow: true });
      expect(page.status).to.equal(200);
      expect(page.text).to.include('The draft is saved').and.include('Not given yet');
    });
  });

  context('sent with impossible values', () => {
    const refused = (fields: Record<string, string>) => partner.submit(NEW, { ...aDemand().fields(), ...fields, intent: 'submit' });
    const cases: readonly (readonly [field: string, value: string, message: string])[] = [
      ['annualDemandMwh', 'plenty', '\'plenty\' is not a number.'],
      ['annualDemandMwh', '0', '0 MWh is below 0.01 MWh.'],
      ['flowTemperatureC', '300', '300 °C is above 250 °C.'],
      ['returnTemperatureC', '45', '45 °C must be at least 1 °C below the flow of 45 °C'],
      ['startDate', '2027-02-30', '\'2027-02-30\' is not a date'],
      ['endDate', '2020-01-01', '2020-01-01 lies before the start on 2028-01-01.'],
      ['latitude', '97', '97 ° is above 90 °.'],
      ['efficiency', '3', '3 is not possible. Without a heat pump it is at most 1.1.'],
      ['peakKw', '500', 'Leave 500 kW out'],
      ['use', 'sauna', '\'sauna\' is not one of the choices.'],
    ];
    for (const [field, value, message] of cases) {
      it(`refuses ${field} ${value} and keeps what was typed`, async () => {
        const page = await refused({ [field]: value });
        expect(page.status).to.equal(422);
        expect(errorOf(page, field)).to.include(message);
        if (field !== 'use') expect(valueOf(page, field)).to.equal(value);
        expect(valueOf(page, 'address')).to.equal('Vangsvegen 1, 2317 Hamar');
      });
    }
  });

  context('of a research campaign', () => {
    it('asks for topic, readiness level, period and budget', async () => {
      const page = await partner.submit('/demands/new?use=research-campaign', { name: 'Campaign', intent: 'submit' });
      for (const field of ['topics', 'readinessLevel', 'endDate', 'budgetEur']) expect(errorOf(page, field), field).to.be.a('string');
    });
    it('shows the answers and hands them to the model', async () => {
      const answer = await partner.submit('/demands/new?use=research-campaign', { ...aDemand().researchCampaign().fields(), intent: 'submit' });
      expect((await partner.follow(answer)).text).to.include('5 – Tested under realistic conditions').and.include('120\u202f000\u00a0EUR');
      const version = await app.services.demand.submittedDemand(answer.location?.split('/').at(-1) ?? '');
      expect(version?.input.research).to.deep.equal({ topics: ['heat pumps', 'thermal storage'], readinessLevel: 5, offersData: true, budgetEur: 120_000 });
    });
  });

  context('with a file of hourly values', () => {
    const file = (content: string, name = 'meter.csv') => ({ files: [{ field: 'hourlyFile', name, content }] });

    it('shows highest power, sum, months and full-load hours before anything is submitted', async () => {
      const page = await partner.submit(NEW, { name: 'Measured', intent: 'preview' }, file(csvOf(hoursOf(400))));
      expect(page.status).to.equal(200);
      expect(page.text).to.include('2\u202f628\u00a0MWh').and.include('400\u00a0kW').and.include('6\u202f570').and.include('<th scope="row">Jan</th><td class="num">298</td>');
    });
    it('names each wrong row and takes nothing over', async () => {
      const rows = csvOf(hoursOf(400)).split('\n');
      rows[16] = 'off';
      rows[99] = '-3';
      const page = await partner.submit(NEW, { name: 'Measured', intent: 'submit' }, file(rows.join('\n')));
      expect(page.status).to.equal(422);
      expect(page.text).to.include('Row 17: &#x27;off&#x27; is not a number.').and.include('Row 100: -3 kW is below 0 kW.');
      expect(valueOf(page, 'name')).to.equal('Measured');
    });
    it('says how many values are missing', async () => {
      const page = await partner.submit(NEW, { intent: 'save' }, file(csvOf(hoursOf(400).slice(1))));
      expect(errorOf(page, 'hourlyFile')).to.include('8759 values');
    });
    it('keeps the file when the form is rejected for another reason', async () => {
      const fields = { ...aDemand(5).fields(), annualDemandMwh: '', profileKind: 'hourly', name: 'Kept file', flowTemperatureC: 'hot', intent: 'submit' };
      const rejected = await partner.submit(NEW, fields, file(csvOf(hoursOf(400))));
      expect(rejected.status).to.equal(422);
      expect(rejected.text).to.include('meter.csv').and.include('need not choose it again');
      const accepted = await partner.resubmit(rejected, { flowTemperatureC: 45, intent: 'submit' });
      expect(accepted.status).to.equal(303);
      const page = await partner.follow(accepted);
      expect(page.text).to.include('meter.csv').and.include('2\u202f628\u00a0MWh');
      const hours = await partner.get(`${accepted.location ?? ''}/hours.csv`);
      expect(hours.text.trim().split('\r\n')).to.have.length(8761);
      expect(hours.text).to.include('\r\n8759,400');
      expect(page.text).to.include(`${accepted.location ?? ''}/year.svg?size`).and.include('Between 200');
      expect((await partner.get(`${accepted.location ?? ''}/year.svg`)).headers.get('content-security-policy')).to.include('img-src data:');
      expect((await partner.get(`${accepted.location ?? ''}/year.csv`)).text).to.include('hour,demandKw\r\n').and.include('\r\n8759,400');
    });
    it('takes the values away on demand', async () => {
      const kept = await partner.submit(NEW, { name: 'No file after all', intent: 'preview' }, file(csvOf(hoursOf(400))));
      const page = await partner.resubmit(kept, { intent: 'remove-upload' });
      expect(page.text).to.include('were removed').and.not.include('meter.csv');
      expect(valueOf(page, 'profileKind')).to.equal('archetype');
    });
  });
});
