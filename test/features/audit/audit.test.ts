import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import { runAuditVerify } from '../../../server/cli-audit.js';
import { createAudit, type AuditService } from '../../../server/features/audit/index.js';
import { presentCheck } from '../../../server/features/audit/presenter.js';
import { newEvent, type DomainEvent } from '../../../server/shared/events.js';
import { startRelayFixture, type RelayFixture } from '../../adapters/relay-fixture.js';
import { testTranslations } from '../../support/translations.js';

const EVERYTHING = { skip: 0, limit: 100, oldestFirst: true };

const event = (day: number, type: DomainEvent['type'], subjectId: string, actor: string): DomainEvent => newEvent({
  type, at: new Date(Date.UTC(2027, 0, day, 12)), actor: { userId: actor, label: actor }, subject: { kind: 'match', id: subjectId },
  data: { demandName: `Demand of ${subjectId}`, scores: { before: 1, after: day } },
});

describe('audit trail', () => {
  let fixture: RelayFixture;
  let audit: AuditService;
  beforeEach(async () => {
    fixture = await startRelayFixture();
    audit = createAudit({ connection: fixture.connection });
    await fixture.save('one', [event(1, 'match-scored', 'm1', 'Heatmatch'), event(2, 'match-shortlisted', 'm1', 'Mari'), event(5, 'match-invited', 'm1', 'Mari')]);
    await fixture.save('two', [event(3, 'match-scored', 'm2', 'Heatmatch'), event(4, 'match-declined', 'm2', 'Ola')]);
    await fixture.relay.drain();
  });
  afterEach(() => fixture.stop());
  const events = () => fixture.connection.collection('events');
  const types = async (query: Parameters<AuditService['list']>[0]): Promise<string[]> =>
    (await audit.list(query, EVERYTHING)).events.map(({ type }) => type);

  context('filtered', () => {
    it('by subject tells its story from the beginning', async () => {
      expect(await types({ subjectId: 'm1' })).to.deep.equal(['match-scored', 'match-shortlisted', 'match-invited']);
    });
    it('by type', async () => { expect(await types({ type: 'match-scored' })).to.deep.equal(['match-scored', 'match-scored']); });
    it('by actor, whatever the case', async () => { expect(await types({ actor: 'mari' })).to.deep.equal(['match-shortlisted', 'match-invited']); });
    it('by actor, where a name looks like a pattern', async () => { expect(await types({ actor: '.*' })).to.deep.equal([]); });
    it('by days', async () => {
      expect(await types({ from: new Date('2027-01-03T00:00:00Z'), before: new Date('2027-01-05T00:00:00Z') }))
        .to.have.members(['match-scored', 'match-declined']);
    });
    it('by page, with the total', async () => {
      const page = await audit.list({}, { skip: 3, limit: 2, oldestFirst: false });
      expect(page.total).to.equal(5);
      expect(page.events.map(({ sequence }) => sequence)).to.deep.equal([2, 1]);
    });
  });

  context('untouched', () => {
    it('is verified to its last event', async () => {
      const lastHash = String((await events().findOne({ sequence: 5 }))?.['hash']);
      expect(await audit.verify()).to.deep.equal({ sound: true, events: 5, lastHash });
    });
    it('holds when the store returns fields in another order', async () => {
      const second = await events().findOne({ sequence: 2 });
      await events().updateOne({ sequence: 2 }, { $set: { data: { scores: { after: 2, before: 1 }, demandName: 'Demand of m1' } } });
      expect((await events().findOne({ sequence: 2 }))?.['data']).to.deep.equal(second?.['data']);
      expect(await audit.verify()).to.have.property('sound', true);
    });
  });

  const TAMPERINGS: readonly [string, () => Promise<unknown>, number][] = [
    ['changed data', () => events().updateOne({ sequence: 2 }, { $set: { 'data.scores.after': 99 } }), 2],
    ['another actor', () => events().updateOne({ sequence: 4 }, { $set: { 'actor.label': 'Nobody' } }), 4],
    ['another time', () => events().updateOne({ sequence: 3 }, { $set: { at: new Date(0) } }), 3],
    ['the first event removed', () => events().deleteOne({ sequence: 1 }), 1],
    ['an event removed and the others renumbered', async () => {
      await events().deleteOne({ sequence: 2 });
      for (const sequence of [3, 4, 5]) await events().updateOne({ sequence }, { $inc: { sequence: -1 } });
    }, 2],
  ];
  for (const [situation, tamper, firstBroken] of TAMPERINGS) {
    context(`with ${situation}`, () => {
      it(`is reported as broken at event ${firstBroken}`, async () => {
        await tamper();
        expect(await audit.verify()).to.include({ sound: false, firstBroken, events: firstBroken - 1 });
      });
    });
  }

  context('words of a check, in both languages', () => {
    const worded = async (language: 'en' | 'nb'): Promise<string> => presentCheck(testTranslations().localised(language), await audit.verify()).text;
    it('name what is missing', async () => {
      await events().deleteOne({ sequence: 2 });
      expect(await worded('en')).to.include('event 2 is missing, 3 follows');
      expect(await worded('nb')).to.include('hendelse 2 mangler, 3 kommer i stedet');
    });
    it('name what was changed', async () => {
      await events().updateOne({ sequence: 2 }, { $set: { type: 'match-agreed' } });
      expect(await worded('en')).to.include('event 2 was changed after it was written');
      expect(await worded('nb')).to.include('hendelse 2 er endret');
    });
  });

  describe('heatmatch audit verify', () => {
    const run = async (): Promise<{ exitCode: number; stdout: string; stderr: string }> => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const exitCode = await runAuditVerify({ stdout, stderr }, () => audit.verify());
      return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
    };
    it('prints ok and the last hash', async () => {
      const answer = await run();
      expect(answer.exitCode).to.equal(0);
      expect(answer.stdout).to.match(/^ok: 5 events, last hash [0-9a-f]{64}\n$/);
    });
    it('exits with 1 and names the first broken event', async () => {
      await events().updateOne({ sequence: 2 }, { $set: { type: 'match-agreed' } });
      expect(await run()).to.deep.equal({ exitCode: 1, stdout: '', stderr: 'broken at event 2: event 2 was changed after it was written\n' });
    });
  });
});
