import { launchChromiumForScenarios } from './support/chromium.js';
import type { EngineBrowser } from './support/engine-driver.js';
import { launchFirefox } from './support/firefox.js';
import { compareSequences } from './support/sequences/compare-sequences.js';

/**
 * CONFORMANCE_SEED=7 CONFORMANCE_SEQUENCES=5000 npm run test:browsers. CONFORMANCE_FIRST sets the
 * first sequence. Default: 0.
 */
const SEED = Number(process.env.CONFORMANCE_SEED ?? '1');
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
