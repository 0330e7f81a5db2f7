import { ESLint, type Linter } from 'eslint';
import { readFileSync, readdirSync } from 'node:fs';

// Without types, which this rule does not need and which take most of the time.
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

/** What lint says of one import in a file that the project really has. */
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
    ['lib/platform/cors-state.ts', '../diagnostics/cors-routes.js'],
    ['lib/testing/cors-browser.ts', '../routing/index.js'],
    ['lib/browser/main-fetch.ts', '../testing/index.js'],
    ['lib/cli/main.ts', '../testing/index.js'],
    ['lib/fetch/method.ts', '../policy/index.js'],
    ['lib/fetch/method.ts', '@nestjs/common'],
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
    ['lib/platform/exchange.ts', '../diagnostics/decision-reporter.js'],
    ['lib/platform/exchange.ts', '../cors.constants.js'],
    ['lib/interfaces/cors-route.interface.ts', '../routing/index.js'],
    ['lib/caching/cached-origins.ts', '../platform/index.js'],
    ['lib/decorators/decorated-places.ts', '../startup/cors-startup.js'],
    ['lib/diagnostics/refusal-log.ts', '../startup/cors-application.js'],
  ])('%s may not import %s', async (file, imported) => {
    expect(await messagesOf(file, imported)).toHaveLength(1);
  });

  test.each([
    ['lib/policy/compiled-policy.ts', './policy-options.js'],
    ['lib/policy/validation/index.ts', '../policy-options.js'],
    ['lib/routing/route-table.ts', '../policy/index.js'],
    ['lib/testing/cors-browser.ts', '../fetch/page-origin.js'],
    ['lib/diagnostics/cors-decision.ts', '../platform/decision-observer.js'],
    ['lib/platform/platform-choice.ts', './express/express-platform.js'],
    ['lib/startup/cors-startup.ts', '../cors.constants.js'],
    ['lib/startup/decorators-without-effect.ts', '../decorators/decorated-places.js'],
    ['lib/csrf/csrf-trust.ts', '../platform/index.js'],
    ['lib/explorer/explorer.controller.ts', '../cors.service.js'],
    ['lib/explorer/flow/sent-headers.ts', '../../fetch/method.js'],
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

/** Those that lint lets a file of a layer import. */
async function importsOfLayer(layer: string): Promise<string[]> {
  const file = layer === 'root' ? 'lib/index.ts' : `lib/${layer}/index.ts`;
  const { rules } = (await eslint.calculateConfigForFile(file)) as Linter.Config;
  const [, options] = rules?.['no-restricted-imports'] as [unknown, { patterns: { regex: string }[] }];
  const pathTo = (other: string): string => {
    if (layer === 'root') return `./${other}/index.js`;
    return other === 'root' ? '../cors.module.js' : `../${other}/index.js`;
  };
  return [...TABLE.keys()].filter(
    other => other !== layer && !options.patterns.some(({ regex }) => new RegExp(regex).test(pathTo(other))),
  );
}

describe('docs/architecture.md', () => {
  test('has a row for each folder of lib/', () => {
    const folders = readdirSync('lib', { withFileTypes: true }).filter(entry => entry.isDirectory());
    expect([...TABLE.keys()].sort()).toEqual(['root', ...folders.map(({ name }) => name)].sort());
  });

  test.each([...TABLE])('says what %s may import, as lint does', async (layer, imports) => {
    expect([...imports].sort()).toEqual((await importsOfLayer(layer)).sort());
  });
});
