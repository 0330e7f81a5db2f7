import { freshSeed } from '../support/seeds.js';
import { launchChromiumForScenarios } from './support/chromium.js';
import type { EngineBrowser } from './support/engine-driver.js';
import { launchFirefox } from './support/firefox.js';
import { fuzz } from './support/fuzz-run.js';

/** `CONFORMANCE_CASES=20000 npm run test:browsers` sends more. */
const SEED = freshSeed('CONFORMANCE_SEED');
const CASES = Number(process.env.CONFORMANCE_CASES ?? '6000');

/** Firefox takes several times as long. */
const ENGINES = [
  { profile: 'chromium', launch: launchChromiumForScenarios, cases: CASES },
  { profile: 'firefox', launch: launchFirefox, cases: Math.ceil(CASES / 3) },
] as const;

describe.each(ENGINES)(`The fuzz, seed ${SEED}, in $profile`, ({ profile, launch, cases }) => {
  let browser: EngineBrowser;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);

  afterAll(() => browser.close());

  it(`${cases} random cases go the same way in the engine and in CorsBrowser`, async () => {
    expect(await fuzz(profile, browser, SEED, cases)).toEqual([]);
  }, 1_800_000);
});
