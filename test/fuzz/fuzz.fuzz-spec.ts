import { describeFuzz } from './fuzz-suite.js';

const { FUZZ_SEED, FUZZ_SECONDS, FUZZ_BATCH } = process.env;

describeFuzz({
  seed: Number(FUZZ_SEED ?? 20261122),
  seconds: Number(FUZZ_SECONDS ?? 60),
  firstBatch: Number(FUZZ_BATCH ?? 0),
});
