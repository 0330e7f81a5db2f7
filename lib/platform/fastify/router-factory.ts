import type { RouterFactory } from '../../routing/index.js';

/** Loads Fastify's router on demand, so that applications on other platforms do not load it. */
export async function loadRouterFactory(): Promise<RouterFactory> {
  const { default: createRouter } = (await import('find-my-way')) as unknown as { default: RouterFactory };
  return createRouter;
}
