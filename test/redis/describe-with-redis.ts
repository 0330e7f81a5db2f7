import { describeWithProgram } from '../support/installed-program.js';
import { REDIS_SERVER } from './find-redis-server.js';

export function describeWithRedis(title: string, suite: () => void): void {
  describeWithProgram(REDIS_SERVER, title, suite);
}
