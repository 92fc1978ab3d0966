import { readConfig } from './config.js';
import { createServices, type Services } from './services.js';

/** For one command: the features on the configured store, without web server and workers; what they must do waits in the store. */
export async function withServices<T>(run: (services: Services) => Promise<T>): Promise<T> {
  const services = await createServices(readConfig());
  try {
    return await run(services);
  } finally {
    await services.stop();
  }
}
