import { freshSeed } from '../support/seeds.js';
import { describeFuzz } from './fuzz-suite.js';

const { FUZZ_SECONDS = '60', FUZZ_BATCH = '0' } = process.env;

describeFuzz({
  seed: freshSeed('FUZZ_SEED'),
  seconds: Number(FUZZ_SECONDS),
  firstBatch: Number(FUZZ_BATCH),
});
