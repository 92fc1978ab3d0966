import { expect } from 'chai';
import type { DomainEvent } from '../../../server/shared/events.js';
import { matchEvent, startNotifyFixture, type NotifyFixture } from './notify-fixture.js';

describe('mails that events cause', () => {
  let fixture: NotifyFixture;
  beforeEach(async () => { fixture = await startNotifyFixture(null); });
  afterEach(() => fixture.stop());
  const told = async (...events: DomainEvent[]): Promise<string[]> => {
    await fixture.tell(...events);
    return (await fixture.mails()).map(({ to, template }) => `${template} to ${to}`).sort();
  };

  const CASES: readonly [string, DomainEvent, readonly string[]][] = [
    ['an invitation', matchEvent('match-invited', { note: 'Let us talk' }), ['match-invitation to partner@farm.example']],
    ['an invitation taken back', matchEvent('match-withdrawn', { cause: 'invitation-withdrawn', reason: 'Sold' }), ['invitation-withdrawn to partner@farm.example']],
    ['a building unpublished after the invitation', matchEvent('match-withdrawn', { cause: 'building-unpublished', previousState: 'invited' }),
      ['invitation-withdrawn to partner@farm.example']],
    ['a building unpublished before anybody was invited', matchEvent('match-withdrawn', { cause: 'building-unpublished', previousState: 'proposed' }), []],
    ['a demand withdrawn after the invitation', matchEvent('match-withdrawn', { cause: 'demand-withdrawn', previousState: 'interested' }),
      ['match-answer to manager@site.example']],
    ['a demand withdrawn before', matchEvent('match-withdrawn', { cause: 'demand-withdrawn', previousState: 'shortlisted' }), []],
    ['interest', matchEvent('match-interested', { reason: 'From May' }), ['match-answer to manager@site.example']],
    ['a partner who says not now', matchEvent('match-declined', { cause: 'partner-decision', previousState: 'invited', reason: 'No money' }),
      ['match-answer to manager@site.example']],
    ['the site declining an invited one', matchEvent('match-declined', { cause: 'site-decision', previousState: 'invited', reason: 'Too far' }),
      ['invitation-withdrawn to partner@farm.example']],
    ['the site declining a proposed one', matchEvent('match-declined', { cause: 'site-decision', previousState: 'proposed', reason: 'Too far' }), []],
    ['an agreement', matchEvent('match-agreed', { reason: 'Signed' }), ['match-agreed to manager@site.example', 'match-agreed to partner@farm.example']],
    ['an invitation that stands again', matchEvent('match-returned', { state: 'invited', previousState: 'declined' }), ['match-invitation to partner@farm.example']],
    ['a match back from declined to proposed', matchEvent('match-returned', { state: 'proposed', previousState: 'declined' }), []],
    ['a match below the threshold', matchEvent('match-scored', { feasible: true, first: true, aboveThreshold: false }), []],
    ['a match above the threshold', matchEvent('match-scored', { feasible: true, first: true, aboveThreshold: true }), ['new-match to manager@site.example']],
  ];
  for (const [situation, event, expected] of CASES) {
    context(situation, () => {
      it(expected.length === 0 ? 'causes no mail' : `causes ${expected.join(' and ')}`, async () => {
        expect(await told(event)).to.deep.equal(expected);
      });
    });
  }

  context('the same event told twice', () => {
    it('makes one mail', async () => {
      const event = matchEvent('match-invited');
      await fixture.tell(event);
      await fixture.connection.collection('events').updateOne({ sequence: 1 }, { $set: { undelivered: ['notify'], deliveredTo: [] } });
      expect(await told()).to.deep.equal(['match-invitation to partner@farm.example']);
    });
    it('also makes one mail of a new match', async () => {
      await fixture.tell(matchEvent('match-scored', { aboveThreshold: true }));
      await fixture.connection.collection('events').updateOne({ sequence: 1 }, { $set: { undelivered: ['notify'], deliveredTo: [] } });
      expect(await told()).to.deep.equal(['new-match to manager@site.example']);
    });
  });

  context('an answer with its reason', () => {
    it('says who, what and why, and leads to the match', async () => {
      await fixture.tell(matchEvent('match-declined', { cause: 'partner-decision', previousState: 'invited', reason: 'No money\nthis year' }));
      const [mail] = await fixture.mails();
      expect(mail?.subject).to.equal('Trout Farm says not now');
      for (const content of [mail?.text, mail?.html]) {
        expect(content).to.include('No money\nthis year').and.include('https://heat.example/matches/match-1').and.include('Building 1');
      }
    });
  });

  context('names and notes written to do harm', () => {
    const name = 'A & B <script>alert(1)</script>\r\nBcc: victim@example.org';
    beforeEach(() => fixture.tell(matchEvent('match-interested', { organisationName: name, reason: '<img src=x onerror=alert(1)> & "{{link}}"' })));

    it('are escaped in the html', async () => {
      const html = (await fixture.mails())[0]?.html ?? '';
      expect(html).to.not.match(/<script|<img/i);
      expect(html).to.include('A &amp; B &lt;script&gt;').and.include('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; &amp;');
    });
    it('stand as they are in the text, with no line of their own', async () => {
      const text = (await fixture.mails())[0]?.text ?? '';
      expect(text).to.include('A & B <script>alert(1)</script> Bcc: victim@example.org is interested');
      expect(text).to.include('<img src=x onerror=alert(1)> & "{{link}}"');
    });
    it('leave the subject one line', async () => {
      expect((await fixture.mails())[0]?.subject).to.not.match(/[\r\n]/);
    });
  });

  context('a recalculation that finds 37 new matches', () => {
    it('makes one mail a manager with the ten best and the number of the others', async () => {
      const events = Array.from({ length: 37 }, (_, index) => matchEvent('match-scored', {
        aboveThreshold: true, score: 50 + index, demandName: `Demand of ${50 + index}`,
      }));
      expect(await told(...events)).to.deep.equal(['new-match to manager@site.example']);
      const [mail] = await fixture.mails();
      expect(mail?.subject).to.equal('37 new matches to review');
      const named = [...(mail?.text ?? '').matchAll(/Demand of (\d+)/g)].map(([, score]) => Number(score));
      expect(named).to.deep.equal([86, 85, 84, 83, 82, 81, 80, 79, 78, 77]);
      expect(mail?.text).to.include('And 27 more in the queue').and.include('https://heat.example/matches\n');
    });
  });
});
