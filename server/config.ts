import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';

export const RUN_ROLES = ['all', 'web', 'worker'] as const;

const emptyIsMissing = (raw: unknown): unknown => (raw === '' ? undefined : raw);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsMissing, schema.optional());

const environmentSchema = z.object({
  NODE_ENV: optional(z.enum(['development', 'test', 'production'])).transform((text) => text ?? 'development'),
  PORT: optional(z.coerce.number().int().min(0).max(65535)).transform((port) => port ?? 3000),
  HOST: optional(z.string()),
  BASE_URL: optional(z.url({ protocol: /^https?$/ })),
  MONGODB_URI: optional(z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://')),
  DATA_DIR: optional(z.string()).transform((path) => resolve(path ?? './data')),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')),
  MAIL_FROM: optional(z.string()).transform((from) => from ?? 'Heatmatch <no-reply@localhost>'),
  SESSION_SECRET: optional(z.string().min(16, 'must have at least 16 characters')),
  SEED_EXAMPLE: optional(z.enum(['true', 'false', '1', '0'])).transform((text) => (text === undefined ? null : text === 'true' || text === '1')),
  ROLE: optional(z.enum(RUN_ROLES)).transform((role) => role ?? 'all'),
  MAP_STYLE_URL: optional(z.string().regex(/^https?:\/\/[^/{]+\/.*\{z\}.*$/, 'must be the https address of map tiles with {z}, {x} and {y} in it')),
  LOG_LEVEL: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])).transform((level) => level ?? 'info'),
});

export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly port: number;
  readonly host: string;
  readonly baseUrl: string;
  readonly mongodbUri: string | null;
  readonly dataDir: string;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly sessionSecret: string;
  readonly seedExample: boolean;
  readonly role: (typeof RUN_ROLES)[number];
  /** Address of map tiles; null for the outline that comes with the product. */
  readonly mapStyleUrl: string | null;
  readonly logLevel: string;
}

export class ConfigError extends Error {}

const REQUIRED_IN_PRODUCTION = ['SESSION_SECRET', 'BASE_URL', 'SMTP_URL'] as const;

/** The value as it may stand in a log: no secret, no password inside an address. */
function printable(name: string, value: string): string {
  return name === 'SESSION_SECRET' ? `(${value.length} characters)` : value.replace(/\/\/[^@/]*@/, '//***@');
}

/** The only reader of the environment; throws a ConfigError that names each variable and what is wrong with it. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues
      .map(({ path: [name], message }) => `${String(name)}=${printable(String(name), environment[String(name)] ?? '')}: ${message}`)
      .join('\n'));
  }
  const env = parsed.data;
  if (env.NODE_ENV === 'production') {
    const missing = REQUIRED_IN_PRODUCTION.filter((name) => env[name] === undefined);
    if (missing.length > 0) throw new ConfigError(`Production needs ${missing.join(', ')}: not set.`);
  }
  return Object.freeze({
    environment: env.NODE_ENV,
    port: env.PORT,
    host: env.HOST ?? (env.NODE_ENV === 'production' ? '0.0.0.0' : '127.0.0.1'),
    baseUrl: (env.BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, ''),
    mongodbUri: env.MONGODB_URI ?? null,
    dataDir: env.DATA_DIR,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    // Sessions then end at a restart, which is what a developer expects; production must set its own.
    sessionSecret: env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
    // An example site in somebody's production store would be a surprise; there it has to be asked for.
    seedExample: env.SEED_EXAMPLE ?? env.NODE_ENV !== 'production',
    role: env.ROLE,
    mapStyleUrl: env.MAP_STYLE_URL ?? null,
    logLevel: env.LOG_LEVEL,
  });
}
