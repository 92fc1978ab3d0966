import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { ConfigError, readConfig, type Config } from './config.js';
import { createServices, type Services } from './services.js';
import { announce, seedOnFirstStart } from './start.js';

const SHUTDOWN_LIMIT_MS = 10_000;

async function listen(config: Config, services: Services): Promise<Server | null> {
  if (config.role === 'worker') return null;
  const server = createServer(createApp(services));
  server.listen(config.port, config.host);
  await once(server, 'listening');
  return server;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}

async function run(config: Config): Promise<void> {
  const services = await createServices(config);
  const accounts = await seedOnFirstStart(config, services);
  const server = await listen(config, services);
  if (config.role !== 'web') await services.startWorkers();
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    if (server !== null) await closeServer(server);
    await services.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { void stop(); });
  announce(config, server === null ? null : (server.address() as AddressInfo).port, accounts);
}

/** What a person can mend, in words; anything else as it is, with its stack. */
function explain(error: unknown): unknown {
  if (error instanceof ConfigError) return `Heatmatch cannot start:\n${error.message}`;
  const { code, port } = (error ?? {}) as { code?: unknown; port?: unknown };
  return code === 'EADDRINUSE' ? `Heatmatch cannot start: port ${String(port)} is in use by another program. Set PORT to a free one.` : error;
}

try {
  await run(readConfig());
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
