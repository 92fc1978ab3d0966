import { expect } from 'chai';
import type { MatchState } from '../../../server/features/matching/index.js';
import { energyReuse } from '../../../server/features/review/energy-reuse.js';

type Heat = Parameters<typeof energyReuse>[0][number];
const aMatch = (demandId: string, fromSourceMwhPerYear: number, fields: Partial<Heat> = {}): Heat =>
  ({ buildingId: 'hall', demandId, state: 'proposed', score: 50, fromSourceMwhPerYear, energyReuseFactor: fromSourceMwhPerYear / 1000, ...fields });
const agreed = { state: 'agreed' as MatchState };
const HALL = { buildingId: 'hall', offeredMwh: 800, electricityMwh: 1000 };

describe('energy reuse of everything together', () => {
  it('by hand: 100 of 1000 MWh agreed, 250 possible', () => {
    expect(energyReuse([aMatch('trout', 100, agreed), aMatch('pool', 150)], [HALL])).to.deep.equal({ reached: 0.1, potential: 0.25 });
  });
  it('is nothing without buildings, and 0 without matches', () => {
    expect(energyReuse([], [])).to.equal(null);
    expect(energyReuse([], [HALL])).to.deep.equal({ reached: 0, potential: 0 });
  });
  it('serves a demand once: by the match that is agreed, else by the best', () => {
    const other = { ...HALL, buildingId: 'other' };
    const two = [aMatch('trout', 100, { score: 40 }), aMatch('trout', 300, { score: 60, buildingId: 'other' })];
    expect(energyReuse(two, [HALL, other])).to.deep.equal({ reached: 0, potential: 300 / 2000 });
    expect(energyReuse([{ ...two[0]!, state: 'agreed' }, two[1]!], [HALL, other])).to.deep.equal({ reached: 0.05, potential: 0.05 });
  });
  it('lets no building give more than it offers, but for what is agreed', () => {
    expect(energyReuse([aMatch('a', 500), aMatch('b', 500)], [HALL])?.potential).to.equal(0.8);
    expect(energyReuse([aMatch('a', 900, agreed)], [HALL])).to.deep.equal({ reached: 0.9, potential: 0.9 });
  });
  it('counts a building that is no longer published as long as something is agreed with it', () => {
    const gone = aMatch('a', 250, { ...agreed, buildingId: 'gone', energyReuseFactor: 0.25 });
    expect(energyReuse([gone, aMatch('b', 100, { buildingId: 'gone-too' })], [HALL])).to.deep.equal({ reached: 0.125, potential: 0.125 });
  });
  it('never reaches more than is possible', () => {
    for (let seed = 1; seed < 200; seed++) {
      const matches = Array.from({ length: 12 }, (_, index) => aMatch(`demand-${(seed * index) % 5}`, (seed * 37 * (index + 1)) % 600,
        { state: (seed + index) % 3 === 0 ? 'agreed' : 'proposed', score: (seed * 13 * index) % 100, buildingId: index % 2 === 0 ? 'hall' : 'other' }));
      const reuse = energyReuse(matches, [HALL, { ...HALL, buildingId: 'other', offeredMwh: 200 }]);
      expect(reuse?.reached).to.be.at.most((reuse?.potential ?? 0) + 1e-12);
    }
  });
});
