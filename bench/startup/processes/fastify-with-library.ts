import { FastifyAdapter } from '@nestjs/platform-fastify';
import * as library from 'nestjs-cors-policy';
import { measureStart } from '../measured-start.js';

await measureStart({ adapter: new FastifyAdapter(), library });
