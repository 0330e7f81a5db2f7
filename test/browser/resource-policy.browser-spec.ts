import { describeWithFirefox } from '../conformance/support/firefox.js';
import { describeWithChromium } from './chromium.js';
import {
  ELEMENTS,
  EmbeddedWorld,
  PAGE,
  type POLICIES,
  SERVERS,
  SITES,
  embedding,
} from './resource-policy/embedded-world.js';
import { type ConsoleBrowser, chromiumConsole, firefoxConsole } from './why-blocked/console-browsers.js';

type Policy = (typeof POLICIES)[number];

/**
 * By the page, the site of the application, and whether other code sets `same-origin` if no policy
 * sets a value.
 */
const ROWS = ['/', '/isolated'].flatMap(page =>
  (Object.keys(SITES) as (keyof typeof SITES)[]).flatMap(site =>
    SERVERS.map(server => {
      const bySite: readonly Policy[] =
        site === 'same-site' ? ['same-site', 'cross-origin'] : ['cross-origin'];
      // A page with COEP embeds nothing that does not say so.
      const unset: readonly Policy[] = server.name === 'alone' && page === '/' ? ['unset'] : [];
      return { page, site, beside: server.beside, name: server.name, loads: [...bySite, ...unset] };
    }),
  ),
);

function suite(launch: (proxyPort: number) => Promise<ConsoleBrowser>): void {
  let world: EmbeddedWorld;
  let browser: ConsoleBrowser;

  beforeAll(async () => {
    world = await EmbeddedWorld.start();
    browser = await launch(world.proxyPort);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it.each(ROWS)('$page embeds what is $site, beside $beside: $loads', async ({ page, site, name, loads }) => {
    const { result } = await browser.run(PAGE + page, embedding(`https://${name}.${SITES[site]}`));
    expect(result).toEqual(Object.fromEntries(loads.map(policy => [policy, ELEMENTS])));
  });
}

describeWithChromium('resourcePolicy in Chromium', () => {
  suite(chromiumConsole);
});

describeWithFirefox('resourcePolicy in Firefox', () => {
  suite(firefoxConsole);
});
