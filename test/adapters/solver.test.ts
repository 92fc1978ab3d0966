import { expect } from 'chai';
import { createMilpSolver } from '../../server/adapters/solver.js';
import type { MilpModel } from '../../server/engineering/index.js';

/** Items worth their size and a little more, in a sack that holds half of them; `size(i)` makes it easy or hard. */
function knapsack(items: number, size: (item: number) => number, rows = 1): MilpModel {
  const sizes = Array.from({ length: rows }, (_, row) => Array.from({ length: items }, (__, item) => size(item + 31 * row)));
  return {
    cost: Float64Array.from(sizes[0] ?? [], (each) => each + 1), lower: new Float64Array(items), upper: new Float64Array(items).fill(1),
    integer: new Uint8Array(items).fill(1), rowLower: new Float64Array(rows).fill(-Infinity),
    rowUpper: Float64Array.from(sizes, (row) => row.reduce((sum, each) => sum + each, 0) / 2),
    rowStart: Int32Array.from({ length: rows + 1 }, (_, row) => row * items),
    column: Int32Array.from(sizes.flatMap((row) => row.map((_, item) => item))), coefficient: Float64Array.from(sizes.flat()),
  };
}
const options = { relativeGap: 0, timeLimitSeconds: 60 };
const hard = knapsack(250, (item) => 1000 + ((item * item * 7919) % 997), 30);

describe('the solver', () => {
  it('finds the best choice and proves it, one problem after another', async () => {
    const solver = createMilpSolver();
    for (const items of [3, 5, 7]) {
      const result = await solver.solve(knapsack(items, () => 2), options);
      expect(result).to.deep.include({ status: 'solved', value: 3 * Math.floor(items / 2), bound: 3 * Math.floor(items / 2), inTime: true });
    }
  });

  it('says that no choice keeps the limits', async () => {
    const impossible = { ...knapsack(3, () => 2), rowLower: Float64Array.of(7), rowUpper: Float64Array.of(8) };
    expect(await createMilpSolver().solve(impossible, options)).to.deep.equal({ status: 'infeasible' });
  });

  it('gives the best found and its bound when the time is over', async () => {
    const result = await createMilpSolver().solve(hard, { ...options, timeLimitSeconds: 1 });
    expect(result).to.include({ status: 'solved', inTime: false });
    if (result.status === 'solved') expect(result.bound).to.be.greaterThan(result.value);
  });

  it('stops when the bound is low enough', async () => {
    const easy = await createMilpSolver().solve(hard, { ...options, enoughBound: 1e9 });
    expect(easy.status).to.be.oneOf(['solved', 'no-solution']);
  });

  it('tells how far it is, and stops at once when told to', async () => {
    const stop = new AbortController();
    const solver = createMilpSolver(stop.signal);
    const solving = solver.solve(hard, { ...options, timeLimitSeconds: 600, onProgress: () => stop.abort(new Error('no longer wanted')) });
    expect(await solving.then(() => 'solved', (error: Error) => error.message)).to.equal('no longer wanted');
    expect(await solver.solve(hard, options).then(() => 'solved', (error: Error) => error.message)).to.equal('no longer wanted');
  });

  it('leaves the process free meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => { turns += 1; }, 5);
    await createMilpSolver().solve(hard, { ...options, timeLimitSeconds: 1 });
    clearInterval(timer);
    expect(turns).to.be.greaterThan(20);
  });

  it('rejects when the problem is no problem', async () => {
    const broken = { ...knapsack(3, () => 2), rowStart: Int32Array.of(0, 99) };
    expect(await createMilpSolver().solve(broken, options).then(() => 'solved', () => 'rejected')).to.equal('rejected');
  });
});
