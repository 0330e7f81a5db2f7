import { type EngineBrowser, EngineDriver } from './engine-driver.js';
import { runScenario } from './run-scenario.js';
import { deviationsOf, type Engine, isMeasured, SCENARIOS } from './scenario.js';
import { World } from './world.js';

/** Scenarios that run at a time: most of their time is waiting. */
const AT_A_TIME = 4;

/** Every scenario in an engine, on both platforms: only the deviations that the file names. */
export function engineSuite(engine: Engine, launch: () => Promise<EngineBrowser>): void {
  const scenarios = SCENARIOS.filter(scenario => isMeasured(scenario, engine));
  let browser: EngineBrowser;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);

  afterAll(() => browser.close());

  describe.each(['express', 'fastify'] as const)('on %s', platform => {
    const found = new Map<string, string[]>();

    beforeAll(async () => {
      const world = await World.start(platform);
      const driver = new EngineDriver(browser);
      // The slowest first.
      const waiting = [...scenarios].sort((a, b) => Number(waits(b)) - Number(waits(a)));
      const work = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          found.set(next.id, await runScenario(next, world, driver));
      };
      try {
        await Promise.all(Array.from({ length: AT_A_TIME }, work));
      } finally {
        await world.close();
      }
    }, 180_000);

    it.each(scenarios)('$id $title', scenario => {
      expect(found.get(scenario.id)).toEqual(deviationsOf(scenario, engine));
    });
  });
}

function waits({ steps }: (typeof SCENARIOS)[number]): boolean {
  return steps.some(({ delayMs }) => delayMs !== undefined);
}
