import type { ProfileName } from 'nestjs-cors-policy/testing';
import { CorsBrowserDriver } from './support/cors-browser-driver.js';
import { runScenario } from './support/run-scenario.js';
import { deviationsOf, isMeasured, type Scenario, SCENARIOS } from './support/scenario.js';
import { World } from './support/world.js';

const PROFILES: readonly ProfileName[] = ['standard', 'chromium', 'firefox', 'webkit'];

/** I16: WebKit shows a font without CORS. Its font loader decides that, not its fetch. */
function isLoadersOwn({ id }: Scenario, profile: ProfileName): boolean {
  return id === 'I16' && profile === 'webkit';
}

describe.each(['express', 'fastify'] as const)('The scenarios in CorsBrowser, on %s', platform => {
  let world: World;

  beforeAll(async () => {
    world = await World.start(platform);
  });

  afterAll(() => world.close());

  describe.each(PROFILES)('profile %s', profile => {
    const measured = SCENARIOS.filter(
      scenario =>
        profile === 'standard' || (isMeasured(scenario, profile) && !isLoadersOwn(scenario, profile)),
    );

    it.each(measured)('$id $title', async scenario => {
      const driver = new CorsBrowserDriver(world.application, world.origins, profile);

      const found = await runScenario(scenario, world, driver);

      expect(found).toEqual(profile === 'standard' ? [] : deviationsOf(scenario, profile));
      await driver.close();
    });
  });
});
