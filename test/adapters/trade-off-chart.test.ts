import { expect } from 'chai';
import { createCharts } from '../../server/adapters/charts.js';

describe('charts: a trade-off', () => {
  const charts = createCharts();

  it('numbers the points and names both axes with their units', async () => {
    const svg = await charts.svg({
      kind: 'trade-off', title: 'Money against climate', lineName: 'Best plans', x: { name: 'CO2 avoided', unit: 'kt' }, y: { name: 'Value', unit: 'MEUR' },
      points: [{ x: 350, y: 40, label: '1' }, { x: 400, y: -20, label: '2' }], marks: [{ name: 'This plan', x: 351, y: 39 }],
    }, 'narrow');
    for (const words of ['CO2 avoided, kt', 'Value, MEUR', 'Best plans', 'This plan', '>1</text>', '>2</text>']) expect(svg).to.include(words);
  });
  it('draws a single point', async () => {
    const axis = { name: 'a', unit: 'b' };
    expect(await charts.svg({ kind: 'trade-off', title: '', lineName: 'Line', x: axis, y: axis, points: [{ x: 0, y: 0, label: '1' }], marks: [] })).to.match(/^<svg /);
  });
});
