import { expect } from 'chai';
import { DEFAULT_SCORE_WEIGHTS, NATIONAL_CLIMATE } from '../../../server/engineering/index.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { movableClock } from '../../support/clock.js';
import { epwText } from './epw-text.js';
import { buildingFields, errorOf, hourlyCsv, HOURS, savedBuilding, savedSite, siteFields, valueOf } from './supply-fixture.js';

const NEW_SITE = '/sites/new';
const idIn = (location: string | null): string => location?.split('/').at(-1) ?? '';

describe('the form of a site', () => {
  let app: TestApp;
  let manager: SignedInAgent;
  before(async () => {
    app = await startTestApp({ clock: movableClock() });
    manager = await app.signIn('manager');
  });
  after(() => app.stop());
  const saved = async (fields = {}) => app.services.supply.site(idIn((await manager.submit(NEW_SITE, siteFields(fields))).location));

  it('starts with Norwegian electricity, the default climate and its licence and difference, and the usual weights', async () => {
    const page = await manager.get(NEW_SITE);
    expect(['emissionKgPerMwh', 'groundTemperatureC', 'climateKind', 'costWeight', 'mailThreshold'].map((name) => valueOf(page, name)))
      .to.deep.equal(['17', '6', 'default', '0.3', '60']);
    expect(page.text).to.include('Skien 2018').and.include('CC BY 4.0').and.include('milder than Hamar by about 3 K');
  });
  it('makes a site that the model understands', async () => {
    const { current, history } = await saved({ researchTopics: 'Heat pumps, thermal storage; heat pumps' });
    expect(current).to.deep.include({
      version: 1, name: 'Campus', pue: 1.2, electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 }, groundTemperatureC: 6,
      hourlyTemperatureC: null, scoreWeights: DEFAULT_SCORE_WEIGHTS, researchTopics: ['heat pumps', 'thermal storage'], mailThreshold: 60,
      place: { latitude: 60.83, longitude: 11.17, address: 'Vangsvegen 1, Hamar' }, example: false,
    });
    expect(history.map(({ action, version, actor }) => [action, version, actor.userId])).to.deep.equal([['created', 1, manager.user.id]]);
  });
  it('names every gap beside its field', async () => {
    const page = await manager.submit(NEW_SITE, siteFields({ name: '', pue: '0.8', latitude: 97, priceEurPerMwh: 'dear' }));
    expect(page.status).to.equal(422);
    expect(['name', 'pue', 'latitude', 'priceEurPerMwh'].map((field) => errorOf(page, field))).to.deep.equal([
      'Give the site a name.', '0.8 is below 1.', '97 ° is above 90 °.', '\'dear\' is not a number.',
    ]);
    expect(valueOf(page, 'address')).to.equal('Vangsvegen 1, Hamar');
  });

  context('weights', () => {
    it('that do not make 1 are refused with their sum, and scaled on demand', async () => {
      const page = await manager.submit(NEW_SITE, siteFields({ costWeight: 0.8 }));
      expect(page.status).to.equal(422);
      expect(errorOf(page, 'costWeight')).to.include('add up to 1.50');
      const scaled = await manager.resubmit(page, { intent: 'scale-weights' });
      expect([scaled.status, valueOf(scaled, 'costWeight'), valueOf(scaled, 'climateWeight')]).to.deep.equal([200, '0.533', '0.133']);
      const site = await app.services.supply.site(idIn((await manager.resubmit(scaled, { intent: 'save' })).location));
      expect(Object.values(site.current.scoreWeights).reduce((sum, weight) => sum + weight, 0)).to.be.closeTo(1, 1e-9);
    });
    it('that all are nought are refused', async () => {
      const zeros = Object.fromEntries(Object.keys(DEFAULT_SCORE_WEIGHTS).map((name) => [`${name}Weight`, 0]));
      expect(errorOf(await manager.submit(NEW_SITE, siteFields(zeros)), 'costWeight')).to.equal('At least one criterion must count.');
    });
  });

  context('files', () => {
    it('holds an hourly price, kept when the form is refused for another reason', async () => {
      const files = [{ field: 'priceFile', name: 'spot.csv', content: hourlyCsv((hour) => (hour % 2 === 0 ? 40 : 80)) }];
      const refused = await manager.submit(NEW_SITE, siteFields({ name: '' }), { files });
      expect(refused.status).to.equal(422);
      expect(refused.text).to.include('spot.csv').and.include('60.0\u00a0EUR/MWh');
      const { current } = await app.services.supply.site(idIn((await manager.resubmit(refused, { name: 'Spot' })).location));
      expect(current.priceFile).to.deep.equal({ name: 'spot.csv', mean: 60, min: 40, max: 80 });
      expect((current.electricity.priceEurPerMwh as number[]).slice(0, 3)).to.deep.equal([40, 80, 40]);
    });
    it('keeps a stored series when the form is saved without a file, and leaves it out of lists', async () => {
      const answer = await manager.submit(NEW_SITE, siteFields({ name: 'Stored' }), {
        files: [{ field: 'climateFile', name: 'hamar.epw', content: epwText((hour) => (hour < 4380 ? -5 : 15)), type: 'application/octet-stream' }],
      });
      const siteId = idIn(answer.location);
      await manager.submit(`/sites/${siteId}/edit`, { pue: 1.3 });
      const { current } = await app.services.supply.site(siteId);
      expect([current.version, current.pue, current.climateName, current.hourlyTemperatureC?.length]).to.deep.equal([2, 1.3, 'Hamar, NOR (hamar.epw)', HOURS]);
      const listed = (await app.services.supply.list()).find(({ site }) => site.current.siteId === siteId);
      expect(listed?.site.current.hourlyTemperatureC).to.deep.equal([]);
    });
    it('names wrong rows of a weather file', async () => {
      const content = epwText((hour) => (hour === 3 ? 'x' : 1));
      const page = await manager.submit(NEW_SITE, siteFields(), { files: [{ field: 'climateFile', name: 'bad.epw', content }] });
      expect(page.status).to.equal(422);
      expect(errorOf(page, 'climateFile')).to.equal('Row 12: \'x\' in column 7 is not a number.');
      expect(valueOf(page, 'climateKind')).to.equal('own');
    });
    it('asks for the file where one is chosen and none is there', async () => {
      const page = await manager.submit(NEW_SITE, siteFields({ priceKind: 'hourly', climateKind: 'own' }));
      expect(errorOf(page, 'priceFile')).to.equal('Choose a file with 8760 values.');
      expect(errorOf(page, 'climateFile')).to.equal('Choose a CSV file with 8760 temperatures, or an EPW file.');
    });
    it('takes the national climate', async () => {
      const { current } = await saved({ climateKind: 'national' });
      expect(current.climateName).to.equal(NATIONAL_CLIMATE.name);
      expect(app.services.supply.siteInput(current).hourlyTemperatureC).to.deep.equal([...NATIONAL_CLIMATE.hourlyTemperatureC]);
    });
  });
});

describe('the form of a building', () => {
  let app: TestApp;
  let manager: SignedInAgent;
  let form: string;
  before(async () => {
    app = await startTestApp({ clock: movableClock() });
    manager = await app.signIn('manager');
    form = `/sites/${await savedSite(app, manager.user)}/buildings/new`;
  });
  after(() => app.stop());
  const save = async (fields = {}, files: { field: string; name: string; content: string }[] = []) => {
    const answer = await manager.submit(form, buildingFields(fields), files.length === 0 ? {} : { files });
    return (await app.services.supply.building(idIn(answer.location))).current;
  };

  it('makes a building that nobody sees yet', async () => {
    expect(await save({ committedKw: 500 })).to.deep.include({
      version: 1, published: false, name: 'Hall A', installedItKw: 10_000, utilisation: { kind: 'constant', value: 0.8 }, captureFraction: 0.9,
      supplyTemperatureC: 45, returnTemperatureC: 35, commissioningDate: '2026-05-01', maintenance: [], committedKw: 500,
    });
  });
  it('takes a ramp in several rows, by year', async () => {
    const { utilisation } = await save({ utilisationKind: 'ramp', rampYear0: 2028, rampValue0: '0,7', rampYear1: 2027, rampValue1: 0.4 });
    expect(utilisation).to.deep.equal({ kind: 'ramp', byYear: [{ year: 2027, value: 0.4 }, { year: 2028, value: 0.7 }] });
  });
  it('names what is wrong in a row and keeps the rows', async () => {
    const page = await manager.submit(form, buildingFields({
      utilisationKind: 'ramp', rampYear0: 2027, rampValue0: 40, rampYear1: 2028, rampValue1: '', maintenanceFrom0: '2027-07-19', maintenanceTo0: '2027-07-05',
    }));
    expect(page.status).to.equal(422);
    expect([errorOf(page, 'rampValue0'), errorOf(page, 'rampValue1')]).to.deep.equal(['40 is above 1.', 'Enter a number.']);
    expect(errorOf(page, 'maintenanceTo0')).to.include('must come after 2027-07-19');
    expect([valueOf(page, 'rampValue0'), valueOf(page, 'rampYear1'), valueOf(page, 'maintenanceFrom0')]).to.deep.equal(['40', '2028', '2027-07-19']);
  });
  it('refuses a year that is there twice, and a ramp without a year', async () => {
    const twice = await manager.submit(form, buildingFields({ utilisationKind: 'ramp', rampYear0: 2027, rampValue0: 0.4, rampYear1: 2027, rampValue1: 0.5 }));
    expect(errorOf(twice, 'rampYear1')).to.equal('2027 stands there twice.');
    expect(errorOf(await manager.submit(form, buildingFields({ utilisationKind: 'ramp' })), 'rampYear0')).to.include('at least one year');
  });
  it('gives more rows on demand', async () => {
    const fields = (text: string): number => [...text.matchAll(/name="maintenanceFrom\d+"/g)].length;
    const page = await manager.submit(form, buildingFields({ intent: 'more-rows' }));
    expect([page.status, fields((await manager.get(form)).text), fields(page.text)]).to.deep.equal([200, 2, 8]);
  });
  it('keeps planned maintenance in order of time', async () => {
    const { maintenance } = await save({ maintenanceFrom0: '2028-07-01', maintenanceTo0: '2028-07-08', maintenanceFrom1: '2027-07-01', maintenanceTo1: '2027-07-08' });
    expect(maintenance).to.deep.equal([{ from: '2027-07-01', to: '2027-07-08' }, { from: '2028-07-01', to: '2028-07-08' }]);
  });

  const impossible: readonly (readonly [field: string, value: string, message: string])[] = [
    ['installedItKw', '0', '0 kW is below 1 kW.'], ['utilisationValue', '80', '80 is above 1.'], ['captureFraction', '0', '0 is below 0.01.'],
    ['returnTemperatureC', '45', '45 °C must be below the supply temperature of 45 °C: the water comes back colder.'],
    ['commissioningDate', '2027-02-30', '\'2027-02-30\' is not a date from 1990-01-01 to 2100-12-31, written like 2027-01-31.'],
    ['committedKw', '-1', '-1 kW is below 0 kW.'], ['name', ' ', 'Give the building a name.'],
  ];
  for (const [field, value, message] of impossible) {
    it(`refuses ${field} '${value}'`, async () => {
      const page = await manager.submit(form, buildingFields({ [field]: value }));
      expect([page.status, errorOf(page, field)]).to.deep.equal([422, message]);
    });
  }

  context('with a file of hourly utilisation', () => {
    const file = (content: string) => [{ field: 'utilisationFile', name: 'load.csv', content }];
    const content = hourlyCsv((hour) => (hour < 744 ? 0.5 : 0.75));
    it('shows mean, highest hour and months before anything is stored', async () => {
      const before = (await app.services.supply.list())[0]?.buildings.length;
      const page = await manager.submit(form, buildingFields({ intent: 'check' }), { files: file(content) });
      expect(page.status).to.equal(200);
      expect(page.text).to.include('<th scope="row">Jan</th><td class="num">0.50</td><td class="num">0.50</td>')
        .and.include('<th scope="row">Feb</th><td class="num">0.75</td>').and.include('Mean of the year').and.include('0.73');
      expect((await app.services.supply.list())[0]?.buildings.length).to.equal(before);
      const { current } = await app.services.supply.building(idIn((await manager.resubmit(page, { intent: 'save' })).location));
      expect(current.utilisation.kind === 'hourly' && [current.utilisation.values[743], current.utilisation.values[744]]).to.deep.equal([0.5, 0.75]);
    });
    it('names each wrong row', async () => {
      const page = await manager.submit(form, buildingFields(), { files: file(hourlyCsv((hour) => (hour === 15 ? 'off' : hour === 98 ? 1.2 : 0.5))) });
      expect(page.status).to.equal(422);
      expect(page.text).to.include('Row 17: &#x27;off&#x27; is not a number.').and.include('Row 100: 1.2 (fraction) is above 1 (fraction).');
      expect(valueOf(page, 'utilisationKind')).to.equal('hourly');
    });
    it('says how many values a file of the wrong length has', async () => {
      const page = await manager.submit(form, buildingFields(), { files: file(content.split('\n').slice(0, 100).join('\n')) });
      expect(errorOf(page, 'utilisationFile')).to.include('99 values');
    });
  });

  it('opens a stored building with its values and makes no version of what is the same', async () => {
    const [{ site } = { site: undefined }] = await app.services.supply.list();
    const buildingId = await savedBuilding(app, manager.user, { siteId: site?.current.siteId ?? '' }, {
      utilisation: { kind: 'ramp', byYear: [{ year: 2027, value: 0.4 }] }, maintenance: [{ from: '2027-07-01', to: '2027-07-08' }],
    });
    const page = await manager.get(`/buildings/${buildingId}/edit`);
    expect(['rampYear0', 'rampValue0', 'maintenanceTo0'].map((name) => valueOf(page, name))).to.deep.equal(['2027', '0.4', '2027-07-08']);
    const same = await manager.follow(await manager.resubmit(page, {}));
    expect(same.text).to.include('Nothing was different');
    expect((await app.services.supply.building(buildingId)).current.version).to.equal(2);
  });
});
