import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { readProse } from '../support/documentation-page.js';
import { BLOCKS, PAGES } from './support/pages.js';
import { targetsIn } from './support/link-targets.js';

interface Link {
  readonly page: string;
  readonly target: string;
}

/** Pages that are tested in addition to those for users. */
const ALL_PAGES = [...PAGES, 'CONTRIBUTING.md', 'CHANGELOG.md'];

const LINKS: readonly Link[] = ALL_PAGES.flatMap(page =>
  targetsIn(readProse(page)).map(target => ({ page, target })),
);

/** The anchors of a page, as GitHub makes them of headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { line } of readProse(page)) {
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

const within = LINKS.filter(({ target }) => !/^[a-z]+:/.test(target));

describe('the links of the pages', () => {
  it('are found', () => {
    expect(within.length).toBeGreaterThan(100);
    expect(within.filter(({ target }) => target.includes('#')).length).toBeGreaterThan(30);
  });

  it.each(ALL_PAGES)('%s: each leads somewhere', page => {
    const broken = within
      .filter(link => link.page === page)
      .filter(({ target }) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(file)) return true;
        return anchor !== undefined && !anchorsOf(file).has(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('each page of docs/ can be reached from README', () => {
    const reached = within
      .filter(({ page }) => page === 'README.md')
      .map(({ target }) => target.split('#')[0]);
    const pages = PAGES.filter(page => page.startsWith('docs/') && page !== 'docs/testing-the-library.md');
    expect(pages.filter(page => !reached.includes(page))).toEqual([]);
  });
});

it('README.md can be read in one go: it has at most 220 lines', () => {
  expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(220);
});

describe('the commands of the pages', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const texts = [
    ...BLOCKS.filter(({ language }) => ['sh', 'bash'].includes(language)).map(({ code }) => code),
    ...ALL_PAGES.flatMap(page => readProse(page).map(({ line }) => line)),
  ];
  const named = new Set(
    texts.flatMap(text =>
      [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? ''),
    ),
  );

  it.each([...named])('npm run %s is a script', name => {
    expect(scripts).toHaveProperty([name]);
  });

  it('are found', () => {
    expect(named).toContain('start');
    expect(named).toContain('test:soak');
  });

  it.each(ALL_PAGES)('%s names files that there are', page => {
    const text = readFileSync(page, 'utf8');
    const files = [
      ...text.matchAll(/(?<![\w/.])(?:test|lib|sample|bench|docs)\/[\w./-]+\.(?:ts|mjs|json|md)\b/g),
    ];
    const missing = files
      .map(([file]) => file)
      .filter(
        file => !file.includes('/dist/') && !existsSync(file) && !existsSync(join(dirname(page), file)),
      );
    expect(missing).toEqual([]);
  });
});
