import { ExpressAdapter } from '@nestjs/platform-express';
import { measureStart } from '../measured-start.js';

await measureStart({ adapter: new ExpressAdapter(), library: undefined });
