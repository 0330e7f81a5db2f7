const { SOAK_SECONDS, SOAK_ORIGINS } = process.env;

/** How long the run takes, at least: it ends when every origin was sent. */
export const SECONDS = Number(SOAK_SECONDS ?? 600);
/** How many origins come once. */
export const ORIGINS = Number(SOAK_ORIGINS ?? 1_000_000);

export const INSTANCES = (['express', 'fastify'] as const).flatMap(platform =>
  [1, 2].map(number => ({ name: `${platform} ${number}`, platform })),
);
export type Platform = (typeof INSTANCES)[number]['platform'];

export const ADMIN_TOKEN = 'soak';
/** Requests under way at a time. */
export const WORKERS = 16;
/**
 * After so many origins, every cache is full: each instance stores 10,000 refused ones, and gets a
 * quarter of the traffic.
 */
export const ORIGINS_TO_WARM_UP = 60_000;
