import { fixedSeed } from '../support/seeds.js';
import { describeFuzz, describeLeak } from './fuzz-suite.js';

const seed = fixedSeed('FUZZ_SEED');

describeFuzz({ seed, seconds: 3, batchSize: 50 });
// Each application has its batch before the warm-up ends, and one after it.
describeLeak({ seed, seconds: 1, batchSize: 50, leak: 8_192 });
