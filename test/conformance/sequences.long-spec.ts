import { freshSeed } from '../support/seeds.js';
import { launchChromiumForScenarios } from './support/chromium.js';
import type { EngineBrowser } from './support/engine-driver.js';
import { launchFirefox } from './support/firefox.js';
import { compareSequences } from './support/sequences/compare-sequences.js';

/** CONFORMANCE_SEQUENCES says how many sequences, CONFORMANCE_FIRST which one is the first. */
const SEED = freshSeed('CONFORMANCE_SEED');
const SEQUENCES = Number(process.env.CONFORMANCE_SEQUENCES ?? '2000');
const FIRST = Number(process.env.CONFORMANCE_FIRST ?? '0');

const ENGINES = [
  { profile: 'chromium', launch: launchChromiumForScenarios },
  { profile: 'firefox', launch: launchFirefox },
] as const;

describe.each(ENGINES)(`Random sequences, seed ${SEED}, in $profile`, ({ profile, launch }) => {
  let browser: EngineBrowser;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);

  afterAll(() => browser.close());

  it(`${SEQUENCES} go the same way in the engine and in CorsBrowser`, async () => {
    const found = await compareSequences(profile, browser, SEED, FIRST, SEQUENCES);

    expect(found.join('\n\n')).toBe('');
  }, 7_200_000);
});
