import { describeWithChromium } from '../browser/chromium.js';
import { fixedSeed } from '../support/seeds.js';
import { launchChromiumForScenarios } from './support/chromium.js';
import type { EngineBrowser } from './support/engine-driver.js';
import { fuzz } from './support/fuzz-run.js';
import { compareSequences } from './support/sequences/compare-sequences.js';

const SEED = fixedSeed('CONFORMANCE_SEED');
const CASES = 400;
const SEQUENCES = 100;

// fuzz.long-spec.ts and sequences.long-spec.ts have many more.
describeWithChromium('The fuzz, in short', () => {
  let browser: EngineBrowser;

  beforeAll(async () => {
    browser = await launchChromiumForScenarios();
  }, 60_000);

  afterAll(() => browser.close());

  it(`${CASES} random cases go the same way in Chromium and in CorsBrowser`, async () => {
    expect(await fuzz('chromium', browser, SEED, CASES)).toEqual([]);
  }, 120_000);

  it(`${SEQUENCES} random sequences do so, with caches, redirects and cookies`, async () => {
    expect((await compareSequences('chromium', browser, SEED, 0, SEQUENCES)).join('\n\n')).toBe('');
  }, 120_000);
});
