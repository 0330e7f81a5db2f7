import type { INestApplication, Type } from '@nestjs/common';
import { SETTINGS, listen, portOf } from '../e2e/support/applications.js';
import { readProse } from '../support/documentation-page.js';
import { load } from '../support/run-example.js';
import { APPLICATION_MODULES } from './support/application-modules.js';
import { ask, toldOf } from './support/ask.js';
import { PAGES, type PageBlock, blocksOfPage } from './support/pages.js';
import { type WrittenExchange, readAnswer, readCurl, readExchanges } from './support/written-exchange.js';

/** An application of a page, with what the page says it answers. */
interface DocumentedApplication {
  readonly block: PageBlock;
  readonly exchanges: readonly WrittenExchange[];
}

const NATIVE = SETTINGS.filter(({ start }) => start === 'NestFactory.create');
const isApplication = ({ language, code }: PageBlock): boolean =>
  language === 'ts' && /^import /m.test(code) && /^export class AppModule\b/m.test(code);

const APPLICATIONS = PAGES.flatMap(page => applicationsOf(blocksOfPage(page)));

/** Exchanges, and what curl prints, belong to the application above them. */
function applicationsOf(blocks: readonly PageBlock[]): DocumentedApplication[] {
  const applications: { block: PageBlock; exchanges: WrittenExchange[] }[] = [];
  blocks.forEach((block, at) => {
    const last = applications.at(-1);
    if (isApplication(block)) applications.push({ block, exchanges: [] });
    else if (block.language === 'http' && last === undefined)
      throw new Error(`${block.place}: nobody answers this`);
    else if (block.language === 'http') last?.exchanges.push(...readExchanges(block.code));
    const command = blocks[at - 1];
    if (block.language === 'text' && command?.language === 'sh' && command.code.startsWith('curl ')) {
      last?.exchanges.push({ request: readCurl(command.code), response: readAnswer(block.code) });
    }
  });
  return applications;
}

function isRootModule(value: unknown): value is Type {
  return typeof value === 'function';
}

function isSetup(value: unknown): value is (app: INestApplication) => void {
  return typeof value === 'function';
}

describe.each(NATIVE)('the applications of the pages, on $platform', setting => {
  it.each(APPLICATIONS.map(application => [application.block.place, application] as const))(
    '%s answers as the page says',
    async (_, { block, exchanges }) => {
      const { exported, created } = load(block.code, APPLICATION_MODULES);
      const root: unknown = Reflect.get(exported, 'AppModule');
      const setup: unknown = Reflect.get(exported, 'setup');
      if (!isRootModule(root)) throw new Error('No AppModule');
      expect(created.every(module => module === root)).toBe(true);
      const { app } = await listen(setting, root, {
        configure: app => {
          if (isSetup(setup)) setup(app);
        },
      });
      try {
        for (const { request, response } of exchanges) {
          const answer = await ask(portOf(app), request);
          expect({ request, response: toldOf(answer, response) }).toEqual({ request, response });
        }
      } finally {
        await app.close();
      }
    },
  );
});

describe('the pages with applications', () => {
  it.each(['README.md', 'docs/recipes.md', 'docs/concepts.md', 'docs/migration.md'])(
    '%s has some, each with its answers',
    page => {
      const documented = APPLICATIONS.filter(({ block }) => block.page === page);
      expect(documented).not.toHaveLength(0);
      expect(documented.filter(({ exchanges }) => exchanges.length === 0)).toEqual([]);
    },
  );

  it('each recipe is one', () => {
    const recipes = readProse('docs/recipes.md').flatMap(({ line }) => /^## (.*)$/.exec(line)?.[1] ?? []);
    const documented = APPLICATIONS.filter(({ block }) => block.page === 'docs/recipes.md');
    expect(documented.map(({ block }) => block.section)).toEqual(
      recipes.map(title => title.replaceAll('`', '')),
    );
  });
});
