import { ExpressAdapter } from '@nestjs/platform-express';
import * as library from 'nestjs-cors-policy';
import { measureStart } from '../measured-start.js';

await measureStart({ adapter: new ExpressAdapter(), library });
