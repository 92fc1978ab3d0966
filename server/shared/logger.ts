import { pino, type Logger } from 'pino';

export type { Logger };

/** Structured lines on standard error, so that standard output stays free for a command's answer. */
export function createLogger(level: string): Logger {
  return pino({ level, redact: ['req.headers.cookie', 'req.headers.authorization', 'password'] }, pino.destination(2));
}
