import { expect } from 'chai';
import { aBusySite } from '../../bench/allocation-site.js';
import { createSitePlanner } from '../../server/adapters/planner.js';
import type { PlanNews, PlanTask } from '../../server/shared/site-planner.js';

const aTask = (settings: PlanTask['settings'] = {}, demands = 4): PlanTask =>
  ({ input: aBusySite(demands, 2), settings: { gap: 0.05, ...settings }, frontPoints: 3, laterTimeLimitSeconds: 60 });

async function newsOf(task: PlanTask, onNews: (news: PlanNews) => Promise<void> = () => Promise.resolve(), signal = new AbortController().signal) {
  const all: PlanNews[] = [];
  await createSitePlanner().plan(task, async (news) => {
    all.push(news);
    await onNews(news);
  }, signal);
  return all;
}
const rejection = (running: Promise<unknown>): Promise<unknown> => running.then(() => null, (error: unknown) => error);

describe('the planner in its own thread', () => {
  it('tells the outcome of every step, in order, with progress before the first', async () => {
    const news = await newsOf(aTask());
    expect(news[0]).to.include({ kind: 'progress', step: 'plan', fraction: 0 });
    const outcomes = news.map(({ kind }) => kind).filter((kind) => kind !== 'progress');
    expect([...new Set(outcomes)]).to.deep.equal(['plan', 'certainty', 'left-out', 'pins', 'front']);
    const last = news.at(-1);
    expect(last?.kind === 'front' && last.front.end).to.equal('complete');
  });

  it('waits for each piece of news to be taken before it hands on the next', async () => {
    let taking = 0;
    await newsOf(aTask(), async () => {
      taking += 1;
      expect(taking).to.equal(1);
      await new Promise(setImmediate);
      taking -= 1;
    });
  });

  it('prices a pin by the plan without it', async () => {
    const news = await newsOf(aTask({ pins: [{ demand: 'demand 1', pin: 'in' }] }));
    const prices = news.flatMap((each) => (each.kind === 'pins' ? each.pins : []));
    expect(prices).to.have.length(1);
    expect(prices[0]).to.include({ demandName: 'demand 1', sourceName: null, pin: 'in' });
    expect(prices[0]?.atMost).to.be.at.least(prices[0]?.price ?? Infinity);
  });

  it('tells a setting that cannot be kept, with its field, and nothing after it', async () => {
    const news = await newsOf(aTask({ pins: [{ demand: 'demand 99', pin: 'in' }] }));
    expect(news.at(-1)).to.include({ kind: 'refused', field: 'plan.pins[0].demand' });
    expect(news.some(({ kind }) => kind === 'plan')).to.equal(false);
  });

  it('tells that nobody can be connected, and why', async () => {
    const task = aTask();
    const demands = task.input.demands.map((demand) => ({ ...demand, flowTemperatureC: 180, returnTemperatureC: 150 }));
    const news = await newsOf({ ...task, input: { ...task.input, demands } });
    const last = news.at(-1);
    expect(last).to.include({ kind: 'none', status: 'no-feasible-match' });
    expect(last?.kind === 'none' && last.reasons.join()).to.include('demand 1');
  });

  it('stops at once with the signal\'s reason, in the middle and before the beginning', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const running = newsOf(aTask({ gap: 0.001 }, 12), () => { controller.abort(reason); return Promise.resolve(); }, controller.signal);
    expect(await rejection(running)).to.equal(reason);
    expect(await rejection(newsOf(aTask(), undefined, controller.signal))).to.equal(reason);
  });

  it('rejects when the news cannot be taken', async () => {
    const fault = new Error('the store is gone');
    expect(await rejection(newsOf(aTask(), () => Promise.reject(fault)))).to.equal(fault);
  });
});
