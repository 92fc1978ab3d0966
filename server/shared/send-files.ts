import type { Request, Response } from 'express';
import type { Chart, ChartPaper, Charts, ChartSize } from './ports.js';

/** The picture carries its own style element, which the policy of a page would refuse when it is opened by itself; a carpet plot, pictures too. */
function sendSvg(res: Response, svg: string): void {
  const images = svg.includes('href="data:image/png') ? '; img-src data:' : '';
  res.set('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'${images}`).type('image/svg+xml').send(svg);
}

/** `?size=narrow` for a phone; `?as=json&paper=dark` is what the browser draws itself. What is not understood counts as not given. */
export async function sendChart(req: Request, res: Response, charts: Charts, chart: Chart): Promise<void> {
  const { size: asked, as, paper: wanted } = req.query;
  const size: ChartSize = asked === 'narrow' ? 'narrow' : 'wide';
  const paper: ChartPaper = wanted === 'dark' ? 'dark' : 'light';
  res.set('cache-control', 'private, no-cache');
  if (as === 'json') res.type('application/json').send(charts.option(chart, size, paper));
  else sendSvg(res, await charts.svg(chart, size));
}
