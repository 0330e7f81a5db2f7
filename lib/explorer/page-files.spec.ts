import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PAGE_FILES } from './page-files.generated.js';

const BUILD = 'lib/explorer/build-page.mjs';

describe("The page's files", () => {
  it('are those of page/ as they stand: else run npm run build:explorer', () => {
    const script = `import('./${BUILD}').then(({ generatedModule }) => process.stdout.write(generatedModule()))`;
    const made = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });

    expect(readFileSync('lib/explorer/page-files.generated.ts', 'utf8') === made).toBe(true);
  });

  it('load nothing from elsewhere', () => {
    const html = PAGE_FILES.get('page.html')?.content ?? '';
    const targets = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target = '']) => target);

    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter(target => !/^(\{\{here\}\}\/files\/[\w.-]+|#\w+)$/.test(target))).toEqual([]);
    expect(html).not.toMatch(/<style|style=|<script>| on\w+=/);
  });

  it('import each other only, and all of them are there', () => {
    const scripts = [...PAGE_FILES].filter(([name]) => name.endsWith('.js'));
    const imports = scripts.flatMap(([, { content }]) =>
      [...content.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from),
    );

    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter(from => !PAGE_FILES.has(from.replace('./', '')))).toEqual([]);
  });
});
