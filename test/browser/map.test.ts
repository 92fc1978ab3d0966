import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser, logInAt, watch } from '../support/browser.js';

describe('the map in a browser', function () {
  this.timeout(90_000);
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  before(async () => {
    app = await startTestApp({ seedExample: true });
    browser = await launchBrowser();
    await app.settle();
    await app.services.accounts.createVerifiedAccount({
      email: 'mari@operator.example', name: 'Mari Moe', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Operator', kind: 'operator' },
    });
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
    watch(page, app.url, complaints);
    await logInAt(page, app.url, 'mari@operator.example');
    await page.goto(`${app.url}/map`);
    await page.locator('#map-status:not(:empty)').waitFor();
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  const current = (): Promise<string> => page.locator('tr.is-current th a').innerText();

  it('draws every place, alone or in a cluster, from this host only', async () => {
    const places = await page.locator('.map-list tbody tr').count();
    const alone = await page.locator('.leaflet-marker-icon .place-mark:not(.cluster)').count();
    const clustered = (await page.locator('.place-mark.cluster').allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);
    expect(alone + clustered).to.equal(places);
    expect(await page.locator('#map-status').innerText()).to.include(`${places} of ${places} places`);
    expect(complaints).to.deep.equal([]);
  });

  it('shows a place of the list on the map, with its popup, and marks both', async () => {
    await page.getByRole('button', { name: 'Show Trout hatchery on the map' }).click();
    await page.locator('.leaflet-popup-content', { hasText: 'Trout hatchery' }).waitFor();
    expect(await current()).to.equal('Trout hatchery');
    expect(await page.locator('#map-status').innerText()).to.not.match(/^(\d+) of \1 /);
  });

  it('is used by keyboard: Tab reaches a place, Enter opens it, Escape closes it', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show Example site near Hamar on the map' }).click();
    const popup = page.locator('.leaflet-popup-content', { hasText: 'Site with surplus heat' });
    await popup.waitFor();
    await page.keyboard.press('Escape');
    await popup.waitFor({ state: 'detached' });
    await page.locator('#map:not([aria-busy])').waitFor();
    const marker = page.locator('.leaflet-marker-icon:has(.place-mark.site:not(.cluster))');
    await marker.focus();
    expect(await current()).to.equal('Example site near Hamar');
    await page.keyboard.press('Enter');
    await popup.waitFor();
    await page.locator('.leaflet-popup-content a').focus();
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Open');
    await page.keyboard.press('Escape');
    await page.locator('.leaflet-popup-content').waitFor({ state: 'detached' });
    expect(complaints).to.deep.equal([]);
  });
});
