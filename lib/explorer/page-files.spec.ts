import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAGE_FILES } from './page-files.generated.js';

const BUILD = 'lib/explorer/build-page.mjs';

describe('The generated module', () => {
  let folder: string;
  const page = () => join(folder, 'page');
  const target = () => join(folder, 'page-files.generated.ts');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'explorer-page-'));
    cpSync('lib/explorer/page', page(), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Whether it was written. Node runs the script, as the build and the configuration files do. */
  function ensure(): boolean {
    const script = `import('./${BUILD}').then(({ ensurePageFiles }) =>
      process.stdout.write(String(ensurePageFiles(...${JSON.stringify([page(), target()])}))))`;
    return (
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }) === 'true'
    );
  }

  it('is made if it is missing, and is what this run has loaded', () => {
    expect(ensure()).toBe(true);
    expect(readFileSync(target(), 'utf8')).toBe(readFileSync('lib/explorer/page-files.generated.ts', 'utf8'));
  });

  it('is left alone if its sources are the same', () => {
    ensure();
    const { mtimeMs } = statSync(target());

    expect(ensure()).toBe(false);
    expect(statSync(target()).mtimeMs).toBe(mtimeMs);
  });

  it.each(['page.html', 'live.css', 'dom.ts'])('is made anew after a change of %s', name => {
    ensure();
    appendFileSync(join(page(), name), '\n');

    expect(ensure()).toBe(true);
    expect(ensure()).toBe(false);
  });

  it('is made anew after a source is gone', () => {
    ensure();
    rmSync(join(page(), 'icon.svg'));

    expect(ensure()).toBe(true);
    expect(readFileSync(target(), 'utf8')).not.toContain("'icon.svg'");
  });
});

describe("The page's files", () => {
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
      [...content.matchAll(/from *["']([^"']+)["']/g)].map(([, from = '']) => from),
    );

    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter(from => !PAGE_FILES.has(from.replace('./', '')))).toEqual([]);
  });
});
