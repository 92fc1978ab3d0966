import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { aDemand, startMatchWorld, type MatchWorld } from './match-world.js';

const DEMANDS = 400;
const BATCH = 100;

describe('matching: a rescore that is ended before its end', function () {
  this.timeout(60_000);
  let world: MatchWorld;
  let running: Promise<void>;
  let gate: EventEmitter;
  /** The first batch is through, the second one is held. */
  beforeEach(async () => {
    world = await startMatchWorld();
    for (let n = 1; n < DEMANDS; n++) world.catalogue.demand(aDemand({ demandId: `trout-${n}`, name: `Trout farm ${n}` }));
    gate = new EventEmitter();
    let batches = 0;
    world.catalogue.onDemandsAtVersions = async () => {
      batches += 1;
      if (batches !== 2) return;
      gate.emit('reached');
      await once(gate, 'opened');
    };
    const reached = once(gate, 'reached');
    await world.matching.requestRescore('all');
    running = world.jobs.idle();
    await reached;
  });
  afterEach(async () => {
    gate.emit('opened');
    await world.stop();
  });
  const recalculation = async () => (await world.matching.recalculations())[0];
  const countMatches = async (): Promise<number> => (await world.matching.list({ limit: 1 })).total;
  const rest = async () => {
    gate.emit('opened');
    await running;
  };

  context('cancelled', () => {
    it('stops between two batches, says so where people wait for it, and is not asked for again by itself', async () => {
      const { running: { jobs: [job] } } = await world.jobs.lists(['rescore']);
      expect(await world.jobs.cancel(job?.id ?? '', 'Kari Berg')).to.equal('told');
      expect((await recalculation())?.finishedAt, 'at once').to.be.instanceOf(Date);
      await rest();
      expect(await countMatches()).to.equal(2 * BATCH);
      expect((await recalculation())?.error).to.match(/cancelled/);
      expect((await world.jobs.lists(['rescore'])).waiting.total).to.equal(0);
    });

    it('can be run again and then scores what is missing', async () => {
      const { running: { jobs: [job] } } = await world.jobs.lists(['rescore']);
      await world.jobs.cancel(job?.id ?? '', 'Kari Berg');
      await rest();
      expect(await world.jobs.retry(job?.id ?? '')).to.equal(true);
      await world.jobs.idle();
      expect(await countMatches()).to.equal(DEMANDS);
      expect(await recalculation()).to.include({ done: DEMANDS, error: null });
    });
  });

  context('by the end of its process', () => {
    it('is put back, to be gone on with by the next one', async () => {
      const stopped = world.jobs.stop();
      gate.emit('opened');
      await stopped;
      expect(await countMatches()).to.equal(2 * BATCH);
      const { waiting } = await world.jobs.lists(['rescore']);
      expect(waiting.jobs.map(({ data, failures }) => ({ data, failures }))).to.deep.equal([{ data: { scope: 'all' }, failures: 0 }]);
      expect((await recalculation())?.finishedAt).to.equal(null);
    });
  });
});
