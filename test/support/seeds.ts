import { randomInt } from 'node:crypto';

/** The seed of `npm test`: a run tells about the change that it tests, not about luck. */
const FIXED_SEED = 20_261_128;

/** The same seed in each run. The environment variable chooses another one. */
export function fixedSeed(variable: string): number {
  return Number(process.env[variable] ?? FIXED_SEED);
}

/** Another seed in each run, which is printed. The environment variable repeats a run. */
export function freshSeed(variable: string): number {
  const seed = Number(process.env[variable] ?? randomInt(2 ** 31));
  process.stdout.write(`${variable}=${seed} repeats this run.\n`);
  return seed;
}
