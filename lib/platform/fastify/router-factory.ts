import type { RouterFactory } from '../../routing/index.js';

/** Loads Fastify's router where it is needed, so that an application on another platform does not load it. */
export async function loadRouterFactory(): Promise<RouterFactory> {
  const { default: createRouter } = (await import('find-my-way')) as unknown as { default: RouterFactory };
  return createRouter;
}
