import type { Response } from 'express';

export function sendCsv(res: Response, fileName: string, text: string): void {
  res.attachment(fileName).type('text/csv; charset=utf-8').send(text);
}

/** The picture carries its own style element, which the policy of a page would refuse when it is opened by itself. */
export function sendSvg(res: Response, svg: string): void {
  res.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").set('cache-control', 'private, no-cache')
    .type('image/svg+xml').send(svg);
}

export function sendXlsx(res: Response, fileName: string, bytes: Buffer): void {
  res.attachment(fileName).type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(bytes);
}
