import { expect } from 'chai';
import type { Agent } from '../../support/agent.js';
import { decodeEntities } from '../../support/html-form.js';
import { aDemand, MANAGER, OTHER_MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ').trim();
/** What stands in the column of a state. */
const column = (html: string, state: string): string => /.*?<\/section>/s.exec(html.slice(html.indexOf(`<h2 id="board-${state}"`)))?.[0] ?? '';
const cards = (html: string, state: string): string[] => [...column(html, state).matchAll(/<h3><a href="[^"]+">([^<]+)/g)].map(([, name = '']) => name);
const moves = (html: string, state: string): string[] => [...column(html, state).matchAll(/aria-label="([^":]+):/g)].map(([, name = '']) => decodeEntities(name));

describe('GET /board', () => {
  let app: ReviewApp;
  let manager: Agent;
  beforeEach(async () => {
    app = await startReviewApp();
    manager = await app.agent(MANAGER);
    app.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln', organisationId: 'kiln-company', use: 'timber-kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
    await app.rescore();
  });
  afterEach(() => app.stop());
  const trout = async () => (await app.all()).find(({ demandName }) => demandName === 'Trout farm')!;
  const press = async (action: string) => {
    const page = await manager.get('/board');
    const { id } = await trout();
    const form = new RegExp(`<form method="post" action="/matches/${id}/transitions">(?:(?!</form>).)*value="${action}"`, 's').exec(page.text);
    if (form === null) throw new Error(`no button for ${action}`);
    const field = (name: string): [string, string] => [name, decodeEntities(new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text.slice(form.index))?.[1] ?? '')];
    return manager.request(`/matches/${id}/transitions`, {
      method: 'POST', body: new URLSearchParams([['action', action], ...['_csrf', 'revision', 'back'].map(field)]),
    });
  };

  it('has a column a state, and cards with partner, building, score and heat', async () => {
    const { text } = await manager.get('/board');
    expect([...text.matchAll(/<h2 id="board-([a-z]+)"/g)].map(([, state]) => state))
      .to.deep.equal(['proposed', 'shortlisted', 'invited', 'interested', 'agreed', 'declined']);
    const match = await trout();
    if (!match.result.feasible) throw new Error('not feasible');
    expect(words(column(text, 'proposed'))).to.include(`Trout farm trout-company ltd Building Hall A Score ${Math.round(match.score)} Delivered a year ${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }).format(match.result.annual.deliveredMwh).replace(',', ' ')} MWh`);
    expect(words(column(text, 'agreed'))).to.include('Agreed 0').and.include('Nothing here.');
  });

  it('leaves out proposals that cannot be connected: there is nothing to decide', async () => {
    expect(cards((await manager.get('/board')).text, 'proposed')).to.deep.equal(['Trout farm']);
  });

  it('has the buttons of the table of decisions, and a link where a reason is asked for', async () => {
    const { text } = await manager.get('/board');
    expect(moves(text, 'proposed')).to.deep.equal(['Shortlist', 'Invite', 'Decline …']);
    expect(column(text, 'proposed')).to.include(`href="/matches/${(await trout()).id}#decide" aria-label="Decline …: Trout farm, Hall A"`);
  });

  it('moves a match from a proposal to an agreement by buttons alone, and comes back to its card', async () => {
    const { id } = await trout();
    for (const [action, state] of [['shortlist', 'shortlisted'], ['remove-from-shortlist', 'proposed'], ['invite', 'invited'], ['withdraw-invitation', 'shortlisted'], ['invite', 'invited']] as const) {
      expect((await press(action)).location, action).to.equal(`/board#match-${id}`);
      const { text } = await manager.get('/board');
      expect(cards(text, state), action).to.deep.equal(['Trout farm']);
      expect(column(text, state)).to.include(`<li id="match-${id}"`);
    }
    await app.review.decide(PARTNER, id, { action: 'interested' });
    expect(moves((await manager.get('/board')).text, 'interested')).to.deep.equal(['Record agreement', 'Decline …']);
    await press('agree');
    const { text } = await manager.get('/board');
    expect(cards(text, 'agreed')).to.deep.equal(['Trout farm']);
    expect(moves(text, 'agreed')).to.deep.equal([]);
  });

  it('reopens what was declined', async () => {
    await app.review.decide(MANAGER, (await trout()).id, { action: 'decline', reason: 'Too far' });
    expect(moves((await manager.get('/board')).text, 'declined')).to.deep.equal(['Reopen']);
    await press('reopen');
    expect(cards((await manager.get('/board')).text, 'proposed')).to.deep.equal(['Trout farm']);
  });

  it('overwrites nothing that somebody else decided meanwhile', async () => {
    const { id } = await trout();
    const page = await manager.get('/board');
    await app.review.decide(OTHER_MANAGER, id, { action: 'decline', reason: 'Too far' });
    expect((await manager.resubmit(page, {}, { action: `/matches/${id}/transitions` })).status).to.equal(409);
    expect((await trout()).state).to.equal('declined');
  });

  it('goes nowhere but to the list and the board after a decision', async () => {
    const { id } = await trout();
    for (const back of ['//evil.example/board', '/board/../evil', '/board#evil"', '/boards']) {
      await app.review.decide(MANAGER, id, { action: 'shortlist' });
      await app.review.decide(MANAGER, id, { action: 'remove-from-shortlist' });
      const page = await manager.get('/board');
      expect((await manager.resubmit(page, { back }, { action: `/matches/${id}/transitions` })).location, back).to.equal(`/matches/${id}`);
      await app.review.decide(MANAGER, id, { action: 'remove-from-shortlist' });
    }
  });

  it('shows ten a column and leads to the others', async () => {
    for (let index = 0; index < 12; index++) app.catalogue.demand(aDemand({ demandId: `more-${index}`, name: `More ${index}` }));
    await app.rescore();
    const { text } = await manager.get('/board');
    expect(cards(text, 'proposed')).to.have.length(10);
    const [, href = '', said] = /<p><a href="([^"]+)">(All 13 in the list: Proposed)/.exec(column(text, 'proposed')) ?? [];
    expect(said).to.equal('All 13 in the list: Proposed');
    expect((await manager.get(decodeEntities(href))).text).to.include('13 matches');
  });

  it('is for the site\'s people; a verifier reads and moves nothing', async () => {
    expect((await (await app.agent(PARTNER)).get('/board')).status).to.equal(403);
    const { text } = await (await app.agent({ ...MANAGER, id: 'verifier-1', role: 'verifier' })).get('/board');
    expect(cards(text, 'proposed')).to.deep.equal(['Trout farm']);
    expect(text).to.not.include('/transitions').and.not.include('#decide');
  });

  it('is whole in Norwegian', async () => {
    const text = words((await manager.get('/board', { 'accept-language': 'nb' })).text);
    expect(text).to.include('Foreslått 1 Trout farm').and.include('Inviter').and.not.match(/\b(Invite|Shortlist|Score|Decline)\b/);
  });
});

describe('GET /board without matches', () => {
  it('says where to begin', async () => {
    const app = await startReviewApp();
    expect((await (await app.agent(MANAGER)).get('/board')).text).to.include('There is no match yet').and.include('href="/desk"');
    await app.stop();
  });
});
