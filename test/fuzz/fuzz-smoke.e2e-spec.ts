import { describeFuzz } from './fuzz-suite.js';

describeFuzz({ seed: Number(process.env.FUZZ_SEED ?? 20261122), seconds: 3, batchSize: 50 });
