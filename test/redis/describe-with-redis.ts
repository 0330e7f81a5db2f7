import { HOW_TO_GET_REDIS, findRedisServer } from './find-redis-server.js';

/** A suite that needs a Redis. Without one it is skipped, loudly; where CI says so it fails instead. */
export function describeWithRedis(name: string, suite: () => void): void {
  if (findRedisServer() !== undefined) {
    describe(name, suite);
  } else if (process.env.CI) {
    describe(name, () => {
      it('needs redis-server', () => {
        throw new Error(HOW_TO_GET_REDIS);
      });
    });
  } else {
    // Past Jest, which keeps a skipped suite's console to itself when it reports as JSON.
    process.stderr.write(`${name}: skipped. ${HOW_TO_GET_REDIS}\n`);
    describe.skip(name, suite);
  }
}
