import { expect } from 'chai';
import { aDemand, startMatchWorld, type MatchWorld } from './match-world.js';

const DEMANDS = 2000;

describe('matching: a rescore that is ended before its end', function () {
  this.timeout(60_000);
  let world: MatchWorld;
  let running: Promise<void>;
  beforeEach(async () => {
    world = await startMatchWorld();
    for (let n = 1; n < DEMANDS; n++) world.catalogue.demand(aDemand({ demandId: `trout-${n}`, name: `Trout farm ${n}` }));
    await world.matching.requestRescore('all');
    running = world.jobs.idle();
    while (((await recalculation())?.done ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  });
  afterEach(() => world.stop());
  const recalculation = async () => (await world.matching.recalculations())[0];
  const countMatches = async (): Promise<number> => (await world.matching.list({ limit: 1 })).total;

  context('cancelled', () => {
    it('stops between two batches, says so where people wait for it, and is not asked for again by itself', async () => {
      const { running: { jobs: [job] } } = await world.jobs.lists(['rescore']);
      expect(await world.jobs.cancel(job?.id ?? '', 'Kari Berg')).to.equal('told');
      expect((await recalculation())?.finishedAt, 'at once').to.be.instanceOf(Date);
      await running;
      expect(await countMatches()).to.be.within(1, DEMANDS - 1);
      expect((await recalculation())?.error).to.match(/cancelled/);
      expect((await world.jobs.lists(['rescore'])).waiting.total).to.equal(0);
    });

    it('can be run again and then scores what is missing', async () => {
      const { running: { jobs: [job] } } = await world.jobs.lists(['rescore']);
      await world.jobs.cancel(job?.id ?? '', 'Kari Berg');
      await running;
      expect(await world.jobs.retry(job?.id ?? '')).to.equal(true);
      await world.jobs.idle();
      expect(await countMatches()).to.equal(DEMANDS);
      expect(await recalculation()).to.include({ done: DEMANDS, error: null });
    });
  });

  context('by the end of its process', () => {
    it('is put back, to be gone on with by the next one', async () => {
      await world.jobs.stop();
      const done = await countMatches();
      expect(done).to.be.within(1, DEMANDS - 1);
      const { waiting } = await world.jobs.lists(['rescore']);
      expect(waiting.jobs.map(({ data, failures }) => ({ data, failures }))).to.deep.equal([{ data: { scope: 'all' }, failures: 0 }]);
      expect((await recalculation())?.finishedAt).to.equal(null);
    });
  });
});
