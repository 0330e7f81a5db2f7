import { readFileSync, readdirSync } from 'node:fs';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithChromium, launchChromium } from '../browser/chromium.js';
import { SETTINGS } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { STRANGER, explorerApp, withVersions } from './support/explorer-app.js';
import { ExplorerPage } from './support/explorer-page.js';
import { MAKES_PICTURES, currentEntry, makePicture, pictureEntries } from './support/pictures.js';
import { queryOf } from './support/scenarios.js';
import { someDecisions } from './support/some-decisions.js';

jest.setTimeout(60_000);

const BLOCKED = `#flow?${queryOf({ origin: STRANGER, method: 'PATCH', url: '/dashboard/theme', headers: [['If-Match', '"1"']], credentials: true })}`;
const VIEWS = [
  ['surface', '#surface', { width: 1120, height: 1000 }],
  ['flow', BLOCKED, { width: 960, height: 1320 }],
  ['live', '#live', { width: 1280, height: 900 }],
] as const;
const PICTURES = VIEWS.flatMap(([view, hash, viewport]) =>
  (['light', 'dark'] as const).map(colorScheme => ({
    name: `explorer-${view}-${colorScheme}.png`,
    view,
    hash,
    viewport,
    colorScheme,
  })),
);

describeWithChromium('The pictures of the explorer in docs/images', () => {
  let browser: Browser;
  let served: Served;

  beforeAll(async () => {
    const [setting] = SETTINGS;
    if (setting === undefined) throw new TypeError('There is no setting.');
    browser = await launchChromium();
    served = await Served.start(setting, explorerApp(), { configure: withVersions });
    await someDecisions(served);
  });
  afterAll(async () => {
    await served.close();
    await browser.close();
  });

  // If this fails, the page has changed: EXPLORER_PICTURES=1 npm run test:browser makes its
  // pictures anew.
  it.each(PICTURES)('$name shows the page as it is', async ({ name, view, hash, viewport, colorScheme }) => {
    const explorer = await ExplorerPage.open(browser, served, { viewport, colorScheme });
    const { page } = explorer;
    await explorer.load(hash);
    if (view === 'surface') await page.getByRole('button', { name: '/dashboard', exact: true }).click();
    if (view === 'live') await page.getByText('POST /dashboard/transfers', { exact: true }).waitFor();
    await page.evaluate('scrollTo(0, 0)');
    // The pointer would highlight what is below it.
    await page.mouse.move(0, 0);

    const isCurrent = async () =>
      JSON.stringify(await currentEntry(name, page)) === JSON.stringify(pictureEntries()[name]);
    // Pictures that are current stay: other fonts would change their pixels.
    if (MAKES_PICTURES && !(await isCurrent())) await makePicture(name, page);
    const current = await currentEntry(name, page);
    await explorer.close();

    expect(current).toEqual(pictureEntries()[name]);
  });

  it('are the pictures that README and docs use, and no others', () => {
    const pages = ['README.md', ...readdirSync('docs').map(name => `docs/${name}`)].filter(name =>
      name.endsWith('.md'),
    );
    const used = pages.flatMap(page =>
      [...readFileSync(page, 'utf8').matchAll(/images\/([\w-]+\.png)/g)].map(([, name = '']) => name),
    );
    const made = PICTURES.map(({ name }) => name).sort();

    expect(
      readdirSync('docs/images').filter(name => name.startsWith('explorer-') && name.endsWith('.png')),
    ).toEqual(made);
    expect(Object.keys(pictureEntries())).toEqual(made);
    expect(made).toEqual(expect.arrayContaining(used.filter(name => name.startsWith('explorer-'))));
  });
});
