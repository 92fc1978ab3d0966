import type { Response } from 'express';

export function sendCsv(res: Response, fileName: string, text: string): void {
  res.attachment(fileName).type('text/csv; charset=utf-8').send(text);
}

export function sendXlsx(res: Response, fileName: string, bytes: Buffer): void {
  res.attachment(fileName).type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(bytes);
}
