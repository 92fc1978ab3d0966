import type { Response } from 'express';

/** The picture carries its own style element, which the policy of a page would refuse when it is opened by itself; a carpet plot, pictures too. */
export function sendSvg(res: Response, svg: string): void {
  const images = svg.includes('href="data:image/png') ? '; img-src data:' : '';
  res.set('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'${images}`).set('cache-control', 'private, no-cache')
    .type('image/svg+xml').send(svg);
}
