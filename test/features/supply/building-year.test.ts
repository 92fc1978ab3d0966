import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { movableClock } from '../../support/clock.js';
import { HOURS, savedBuilding, savedSite } from './supply-fixture.js';

describe('the year of a building, hour by hour', () => {
  let app: TestApp;
  before(async () => { app = await startTestApp({ clock: movableClock() }); });
  after(() => app.stop());

  it('is a picture, a sentence, a table by time of day and a file of what is free', async () => {
    const manager = await app.signIn('manager');
    const page = `/buildings/${await savedBuilding(app, manager.user, { siteId: await savedSite(app, manager.user) })}`;
    const { text } = await manager.get(page);
    expect(text).to.include(`${page}/year.svg?size`).and.include('in every hour of the year.').and.include('18–24 h');
    expect((await manager.get(`${page}/year.svg`)).text).to.match(/^<svg /).and.include('data:image/png');
    const lines = (await manager.get(`${page}/year.csv`)).text.trim().split('\r\n');
    expect(lines).to.have.length(HOURS + 1);
    expect(lines[0]).to.include('hour,freeKw');
    expect(new Set(lines.slice(1).map((line) => line.split(',')[1])).size).to.equal(1);
    for (const file of ['year.svg', 'year.csv']) expect((await app.agent().get(`${page}/${file}`)).status).to.equal(303);
  });
});
