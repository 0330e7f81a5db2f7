import { ESLint } from 'eslint';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

// Without types, which this rule does not need and which take most of the time.
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
  overrideConfig: { languageOptions: { parserOptions: { project: null } } },
});

/** The lint messages for one import in an existing file of the project. */
async function messagesOf(file: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import '${imported}';\n`, { filePath: file });
  return (result?.messages ?? []).map(({ message }) => message);
}

describe('lint keeps the borders between the layers', () => {
  test.each([
    ['lib/policy/compiled-policy.ts', '@nestjs/common'],
    ['lib/policy/compiled-policy.ts', 'rxjs'],
    ['lib/policy/compiled-policy.ts', 'find-my-way'],
    ['lib/policy/compiled-policy.ts', '../routing/index.js'],
    ['lib/policy/validation/index.ts', '../../platform/index.js'],
    ['lib/policy/compiled-policy.ts', '../cors.module.js'],
    ['lib/routing/route-table.ts', '../platform/index.js'],
    ['lib/routing/route-table.ts', '@nestjs/platform-express'],
    ['lib/platform/express/express-platform.ts', 'express'],
    ['lib/platform/express/express-platform.ts', '../../startup/cors-startup.js'],
    ['lib/platform/registrations.ts', '../sockets/index.js'],
    ['lib/exchange/cors-state.ts', '../diagnostics/cors-routes.js'],
    ['lib/exchange/exchange.ts', '../platform/index.js'],
    ['lib/exchange/exchange.ts', '../sockets/index.js'],
    ['lib/testing/cors-browser.ts', '../routing/index.js'],
    ['lib/browser/main-fetch.ts', '../testing/index.js'],
    ['lib/cli/main.ts', '../testing/index.js'],
    ['lib/fetch/methods.ts', '../policy/index.js'],
    ['lib/fetch/methods.ts', '@nestjs/common'],
    ['lib/cli/main.ts', '../platform/index.js'],
    ['lib/csrf/csrf-trust.ts', '../diagnostics/cors-routes.js'],
    ['lib/startup/cors-application.ts', '../csrf/index.js'],
    ['lib/explorer/explorer.controller.ts', '../platform/index.js'],
    ['lib/explorer/explorer.controller.ts', '@nestjs/platform-express'],
    ['lib/explorer/live/decision-feed.ts', '../../diagnostics/cors-routes.js'],
    ['lib/startup/cors-startup.ts', '../explorer/index.js'],
    ['lib/index.ts', './explorer/index.js'],
    ['lib/index.ts', './testing/index.js'],
    ['lib/cors.service.ts', './cli/main.js'],
    ['lib/cors.module.ts', '../test/support/policies.js'],
    ['lib/cors.module.ts', 'fastify'],
    ['lib/policy/validation/index.ts', '../../../schematics/translation/translate-cors.js'],
    ['lib/exchange/exchange.ts', '../diagnostics/decision-reporter.js'],
    ['lib/exchange/exchange.ts', '../cors.constants.js'],
    ['lib/interfaces/cors-route.interface.ts', '../routing/index.js'],
    ['lib/caching/cached-origins.ts', '../platform/index.js'],
    ['lib/decorators/decorated-places.ts', '../startup/cors-startup.js'],
    ['lib/diagnostics/refusal-log.ts', '../startup/cors-application.js'],
  ])('%s may not import %s', async (file, imported) => {
    expect(await messagesOf(file, imported)).toHaveLength(1);
  });

  test.each([
    ['lib/policy/validation/index.ts', '../../fetch/origins.js'],
    ['lib/routing/route-table.ts', '../policy/compiled-policy.js'],
    ['lib/routing/route-table.ts', '../policy/validation/index.js'],
    ['lib/platform/express/express-platform.ts', '../../routing/paths/path-index.js'],
    ['lib/explorer/page/policy-table.ts', '../../interfaces/cors-route.interface.js'],
    ['lib/cors.module.ts', './exchange/exchange.js'],
    ['lib/cors.module.ts', './policy/validation/index.js'],
    ['lib/cors.service.ts', './diagnostics/explain/cors-explainer.js'],
  ])('%s imports the index of the layer, not %s', async (file, imported) => {
    expect(await messagesOf(file, imported)).toEqual([expect.stringContaining('index.js')]);
  });

  test.each([
    ['lib/policy/compiled-policy.ts', './policy-options.js'],
    ['lib/policy/validation/index.ts', '../policy-options.js'],
    ['lib/routing/route-table.ts', '../policy/index.js'],
    ['lib/testing/cors-browser.ts', '../fetch/index.js'],
    ['lib/diagnostics/cors-decision.ts', '../exchange/index.js'],
    ['lib/sockets/server-handshakes.ts', '../platform/index.js'],
    ['lib/platform/platform-choice.ts', './express/express-platform.js'],
    ['lib/startup/cors-startup.ts', '../cors.constants.js'],
    ['lib/startup/decorators-without-effect.ts', '../decorators/index.js'],
    ['lib/csrf/csrf-trust.ts', '../exchange/index.js'],
    ['lib/explorer/explorer.controller.ts', '../cors.service.js'],
    ['lib/explorer/flow/sent-headers.ts', '../../fetch/index.js'],
    ['lib/explorer/page/policy-table.ts', '../../interfaces/index.js'],
    ['lib/cors.module.ts', './platform/index.js'],
  ])('%s may import %s', async (file, imported) => {
    expect(await messagesOf(file, imported)).toEqual([]);
  });
});

/** The layers that each layer may import, by the table of docs/architecture.md. */
const TABLE: ReadonlyMap<string, readonly string[]> = new Map(
  [...readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| `(\w+)\/?` +\|.*\|([^|]*)\|$/gm)].map(
    ([, layer = '', imports = '']) => [layer, [...imports.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)],
  ),
);

/** The index of a layer. ESLint gets its name only, so that it need not exist. */
function fileIn(layer: string): string {
  return layer === 'root' ? 'lib/index.ts' : `lib/${layer}/index.ts`;
}

/** The path from there to a file of another layer. */
function pathTo(other: string, layer: string, file: string): string {
  if (layer === 'root') return `./${other}/${file}`;
  return other === 'root' ? '../cors.module.js' : `../${other}/${file}`;
}

/** The layers that lint lets a file of a layer import. */
async function importsOfLayer(layer: string): Promise<string[]> {
  const others = [...TABLE.keys()].filter(other => other !== layer);
  const messages = await Promise.all(
    others.map(other => messagesOf(fileIn(layer), pathTo(other, layer, 'index.js'))),
  );
  return others.filter((_, index) => messages[index]?.length === 0);
}

describe('docs/architecture.md', () => {
  test('has a row for each folder of lib/', () => {
    const folders = readdirSync('lib', { withFileTypes: true }).filter(entry => entry.isDirectory());
    expect([...TABLE.keys()].sort()).toEqual(['root', ...folders.map(({ name }) => name)].sort());
  });

  test.each([...TABLE])('says what %s may import, as lint does', async (layer, imports) => {
    expect([...imports].sort()).toEqual((await importsOfLayer(layer)).sort());
  });

  const entered = [...TABLE].flatMap(([layer, imports]) =>
    imports.filter(other => other !== 'root').map(other => [layer, other] as const),
  );

  test.each(entered)('%s enters %s through its index, as the page says', async (layer, other) => {
    expect(existsSync(fileIn(other))).toBe(true);
    expect(await messagesOf(fileIn(layer), pathTo(other, layer, 'inner.js'))).toEqual([
      expect.stringContaining('index.js'),
    ]);
  });
});
