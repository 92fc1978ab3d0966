import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { savedBuilding, savedSite } from '../features/supply/supply-fixture.js';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser, logInAt, watch } from '../support/browser.js';

const PARTNER = 'siri@place.example';

describe('the choice of a place in a browser', function () {
  this.timeout(90_000);
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let map: Locator;
  let mark: Locator;
  const complaints: string[] = [];

  before(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
    const [, manager] = await Promise.all(([[PARTNER, 'partner', 'industry'], ['mari@place.example', 'manager', 'operator']] as const).map(([email, role, kind]) =>
      app.services.accounts.createVerifiedAccount({ email, name: `Sam ${role}`, password: TEST_PASSWORD, role, organisation: { name: `The ${role}s`, kind } })));
    if (manager === undefined) throw new Error('no manager');
    await savedBuilding(app, manager, { siteId: await savedSite(app, manager) });
    page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
    watch(page, app.url, complaints);
    await logInAt(page, app.url, PARTNER);
  });
  beforeEach(async () => {
    complaints.length = 0;
    await page.goto(`${app.url}/demands/new?use=greenhouse`);
    map = page.getByRole('region', { name: 'Map to choose the place on' });
    mark = page.getByRole('application', { name: /^The chosen place/ });
    await map.locator('.place-mark.site').waitFor();
  });
  afterEach(() => { expect(complaints).to.deep.equal([]); });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  const typed = async (): Promise<readonly number[]> =>
    Promise.all(['latitude', 'longitude'].map(async (id) => Number(await page.locator(`#${id}`).inputValue())));
  const centreOf = async (place: Locator): Promise<{ readonly x: number; readonly y: number }> => {
    const box = await place.boundingBox();
    if (box === null) throw new Error('not on the page');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const said = (text: RegExp): Promise<void> => page.locator('.place-text').filter({ hasText: text }).waitFor();
  const distances = (): Promise<string[]> => page.locator('tr[data-building] td').allInnerTexts();
  const isNear = (found: { readonly x: number; readonly y: number }, x: number, y: number): boolean => Math.hypot(found.x - x, found.y - y) < 3;

  it('shows the published buildings, no mark, and no button that is for pages without script', async () => {
    expect(await mark.count()).to.equal(0);
    expect(await page.getByRole('button', { name: 'Show the distances' }).isVisible()).to.equal(false);
    expect(await distances()).to.deep.equal(['–', '–']);
    await map.locator('.place-mark.site').hover();
    expect(await page.locator('.leaflet-tooltip', { hasText: 'Hall A' }).innerText()).to.include('Campus');
  });

  it('sets the fields where the map is clicked, and says how far it is', async () => {
    await map.click({ position: { x: 420, y: 100 } });
    const [latitude = 0, longitude = 0] = await typed();
    expect(latitude).to.be.within(60.85, 61.2);
    expect(longitude).to.be.within(11.2, 11.8);
    await said(new RegExp(`^Chosen place: latitude ${latitude.toFixed(5)}, longitude ${longitude.toFixed(5)}. Nearest: Hall A`));
    expect(await page.locator('.place-text').getAttribute('role')).to.equal('status');
    const [straight = 0, route = 0] = (await distances()).map((text) => Number.parseFloat(text));
    expect(straight).to.be.within(5, 60);
    expect(route / straight).to.be.closeTo(1.3, 0.02);
  });

  it('moves the mark where the fields say, also both pasted into one, and takes it away with them', async () => {
    await page.locator('#latitude').fill('60,83');
    await page.locator('#longitude').fill('11,17');
    await said(/latitude 60\.83000/);
    const site = await centreOf(map.locator('.place-mark.site'));
    expect(isNear(await centreOf(mark), site.x, site.y)).to.equal(true);
    expect(await distances()).to.deep.equal(['0\u00a0m', '0\u00a0m']);
    await page.locator('#longitude').fill('');
    await said(/together give the distances/);
    expect(await mark.count()).to.equal(0);
    await page.locator('#latitude').fill('60.90, 11.17');
    await said(/latitude 60\.90000/);
    expect((await centreOf(mark)).y).to.be.below(site.y);
  });

  it('follows a drag', async () => {
    await map.click({ position: { x: 300, y: 100 } });
    const [before = 0] = await typed();
    const from = await centreOf(mark);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, from.y + 60, { steps: 4 });
    await page.mouse.up();
    const [after = 0] = await typed();
    expect(after).to.be.below(before);
    expect(isNear(await centreOf(mark), from.x + 20, from.y + 60)).to.equal(true);
    await said(new RegExp(`latitude ${after.toFixed(5)}`));
  });

  it('is used by keyboard: Enter on the map sets the mark in its middle, the arrow keys move it', async () => {
    await page.locator('#longitude').focus();
    await page.keyboard.press('Tab');
    expect(await map.evaluate('document.activeElement.getAttribute("aria-label")')).to.equal('Map to choose the place on');
    await page.keyboard.press('Enter');
    const [latitude = 0, longitude = 0] = await typed();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).to.match(/^The chosen place/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    const [north = 0, east = 0] = await typed();
    expect(north).to.be.above(latitude);
    expect(east).to.be.above(longitude);
    await page.keyboard.press('Shift+ArrowDown');
    const [back = 0] = await typed();
    expect(north - back).to.be.within(1e-5, (north - latitude) / 2);
    await said(new RegExp(`latitude ${back.toFixed(5)}`));
    const { violations } = await new AxeBuilder({ page }).include('#place-choice').analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`)).to.deep.equal([]);
  });

  it('sets the mark by a button, for whoever can neither drag nor aim', async () => {
    await page.getByRole('button', { name: 'Set the mark in the middle of the map' }).click();
    await said(/^Chosen place/);
    const middle = await centreOf(map);
    expect(isNear(await centreOf(mark), middle.x, middle.y)).to.equal(true);
  });
});
