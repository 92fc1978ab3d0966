import { expect } from 'chai';
import { readSheet } from 'read-excel-file/node';
import { MOST_VIEWS } from '../../../server/features/review/service-views.js';
import type { MatchSummary } from '../../../server/features/matching/index.js';
import type { Agent } from '../../support/agent.js';
import { decodeEntities } from '../../support/html-form.js';
import { aDemand, MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const DECIDE = '/matches/decide';

describe('the list of matches as a whole', () => {
  let app: ReviewApp;
  let manager: Agent;
  beforeEach(async () => {
    app = await startReviewApp();
    manager = await app.agent(MANAGER);
    for (const name of ['Pool', 'Kiln']) app.catalogue.demand(aDemand({ demandId: name, name, organisationId: name }));
    await app.rescore();
  });
  afterEach(() => app.stop());
  const named = async (...names: readonly string[]): Promise<readonly MatchSummary[]> =>
    (await app.all()).filter(({ demandName }) => names.includes(demandName));
  const statesOf = async (): Promise<Readonly<Record<string, string>>> => Object.fromEntries((await app.all()).map(({ demandName, state }) => [demandName, state]));
  const asked = (matches: readonly MatchSummary[], back = ''): string => `${DECIDE}?${matches.map(({ id }) => `id=${id}`).join('&')}${back}`;

  context('one decision on several matches', () => {
    it('is asked for with the matches ticked, says how many each decision fits, and goes back to where the list stood', async () => {
      const page = await manager.get(asked(await named('Pool', 'Kiln'), '&back=%2Fmatches%3Fq%3Dp'));
      expect(words(page.text)).to.include('Decide on 2 matches').and.include('Shortlist (possible for 2)').and.include('Decline (possible for 2)').and.not.include('Reopen');
      const answer = await manager.submit(asked(await named('Pool', 'Kiln'), '&back=%2Fmatches%3Fq%3Dp'), { action: 'shortlist' }, { action: DECIDE });
      expect(answer.location).to.equal('/matches?q=p');
      expect(words((await manager.follow(answer)).text)).to.include('Shortlist: done for 2 matches.');
      expect(await statesOf()).to.deep.equal({ Pool: 'shortlisted', Kiln: 'shortlisted', 'Trout farm': 'proposed' });
    });
    it('needs a reason to decline, and comes back filled in', async () => {
      const matches = await named('Pool', 'Kiln');
      const refused = await manager.submit(asked(matches), { action: 'decline', internalNote: 'Too small' }, { action: DECIDE });
      expect(refused.status).to.equal(422);
      expect(refused.text).to.include('Give a reason.').and.include('Too small').and.include('href="#reason"');
      await manager.resubmit(refused, { reason: 'The pipe is too long' });
      expect(await statesOf()).to.deep.equal({ Pool: 'declined', Kiln: 'declined', 'Trout farm': 'proposed' });
      const { history } = await app.matching.match(matches[0]?.id ?? '');
      expect(history.at(-1)).to.deep.include({ action: 'decline', reason: 'The pipe is too long', internalNote: 'Too small' });
    });
    it('leaves alone what somebody else has decided meanwhile, and names it', async () => {
      const matches = await named('Pool', 'Kiln');
      const page = await manager.get(asked(matches));
      await app.review.decide({ ...MANAGER, id: 'other' }, matches.find(({ demandName }) => demandName === 'Kiln')?.id ?? '', { action: 'invite' });
      const answer = await manager.resubmit(page, { action: 'shortlist' }, { action: DECIDE });
      expect(words((await manager.follow(answer)).text)).to.include('Shortlist: done for 1. Left as they were').and.include('Kiln (');
      expect(await statesOf()).to.include({ Pool: 'shortlisted', Kiln: 'invited' });
    });
    it('asks for a tick first, and for no more than can be looked at', async () => {
      expect(words((await manager.follow(await manager.get(DECIDE))).text)).to.include('Tick the matches in the list first.');
      const many = `${DECIDE}?${Array.from({ length: 51 }, (_, index) => `id=${index}`).join('&')}`;
      expect(words((await manager.follow(await manager.get(many))).text)).to.include('At most 50 matches');
    });
    it('is for managers: a partner is refused, a verifier is offered nothing', async () => {
      const [pool] = await named('Pool');
      expect((await (await app.agent(PARTNER)).get(asked(pool === undefined ? [] : [pool]))).status).to.equal(403);
      const verifier = await app.agent({ ...MANAGER, id: 'v1', role: 'verifier' });
      expect((await verifier.get('/matches')).text).to.not.include(DECIDE);
      expect((await verifier.get(asked(pool === undefined ? [] : [pool]))).status).to.equal(403);
    });
    it('writes nothing when one of the ids is nobody\'s match', async () => {
      const page = await manager.get(asked(await named('Pool')));
      const answer = await manager.resubmit(page, { action: 'shortlist', match: [`${(await named('Pool'))[0]?.id}:1`, '6b07598c7762b1bf4efdd4cf:1'] }, { action: DECIDE });
      expect(answer.status).to.equal(404);
      expect(await statesOf()).to.include({ Pool: 'proposed' });
    });
  });

  context('columns', () => {
    it('may be chosen: the table, its order, CSV and XLSX hold these and what says which match it is', async () => {
      const { text } = await manager.get('/matches?col=score&col=npv&sort=npv');
      const head = words(/<thead>.*?<\/thead>/s.exec(text)?.[0] ?? '');
      expect(head).to.include('Score').and.include('Value').and.not.include('Route').and.not.include('Delivered');
      expect(text).to.include('/matches.csv?col&#x3D;score%2Cnpv&amp;sort&#x3D;npv');
      const csv = (await manager.get('/matches.csv?col=score%2Cnpv')).text;
      expect(csv.split('\r\n')[0]?.replace('\uFEFF', '')).to.equal('rank,matchId,organisation,demand,use,site,building,state,score,feasible,connection,capexEur,npvEur');
      const answer = await fetch(`${app.url}/matches.xlsx?col=score,npv`, { headers: { cookie: manager.cookieHeader } });
      const [header] = await readSheet(Buffer.from(await answer.arrayBuffer()));
      expect(header).to.include('npvEur').and.not.include('routeLengthM');
    });
    it('are all shown where none or something unknown is asked for', async () => {
      for (const query of ['', '?col=', '?col=colour']) expect(words((await manager.get(`/matches${query}`)).text)).to.include('Route').and.include('Delivered');
    });
  });

  context('saved under a name', () => {
    const save = (agent: Agent, list: string, name: string) => agent.submit(list, { name }, { action: '/matches/views' });
    it('is one click away afterwards, with filter, order and columns, for its owner alone', async () => {
      const answer = await save(manager, '/matches?q=pool&sort=npv&col=npv', 'Pools by value');
      expect(answer.location).to.equal('/matches?col=npv&q=pool&sort=npv');
      expect(words((await manager.follow(answer)).text)).to.include('Saved as Pools by value.');
      expect((await manager.get('/matches')).text).to.include('<a href="/matches?col&#x3D;npv&amp;q&#x3D;pool&amp;sort&#x3D;npv">Pools by value</a>');
      const other = await app.agent({ ...MANAGER, id: 'm2' });
      expect((await other.get('/matches')).text).to.not.include('Pools by value');
    });
    it('is saved over under the same name, and removed', async () => {
      await save(manager, '/matches?q=pool', 'Mine');
      await save(manager, '/matches?q=kiln', 'mine');
      const { text } = await manager.get('/matches');
      expect(text.match(/<a href="\/matches\?q[^"]*">mine<\/a>/gi)).to.deep.equal(['<a href="/matches?q&#x3D;kiln">mine</a>']);
      await manager.submit('/matches', {}, { action: '/matches/views/remove' });
      expect((await manager.get('/matches')).text).to.not.include('>mine</a>');
    });
    it('needs a name, and there is an end to how many', async () => {
      expect(words((await manager.follow(await save(manager, '/matches', ' '))).text)).to.include('Give the list a name.');
      for (let index = 0; index < MOST_VIEWS; index++) await save(manager, '/matches', `List ${index}`);
      expect(words((await manager.follow(await save(manager, '/matches', 'One more'))).text)).to.include(`${MOST_VIEWS} lists are saved already`);
    });
    it('leads nowhere but to the list', async () => {
      const answer = await manager.submit('/matches', { name: 'Trap', query: '//evil.example' }, { action: '/matches/views' });
      expect(answer.location).to.equal('/matches?//evil.example');
      expect((await manager.get('/matches?//evil.example')).status).to.equal(200);
    });
  });
});
