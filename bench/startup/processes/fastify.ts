import { FastifyAdapter } from '@nestjs/platform-fastify';
import { measureStart } from '../measured-start.js';

await measureStart({ adapter: new FastifyAdapter(), library: undefined });
