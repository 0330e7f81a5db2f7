import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, isCurrent } from '../../packaging/source-digest.mjs';

describe('The digest by which npm start knows whether a build is current', () => {
  let root: string;
  let before: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
  };
  const digest = () => digestOf(['lib', 'tsconfig.json'], root);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-digest-'));
    mkdirSync(join(root, 'lib', 'policy'), { recursive: true });
    write('tsconfig.json', '{}');
    write('lib/index.ts', 'export {};');
    write('lib/policy/index.ts', 'export {};');
    before = digest();
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it.each<[string, () => void]>([
    [
      'an edit',
      () => {
        write('lib/policy/index.ts', 'export { };');
      },
    ],
    [
      'a new file',
      () => {
        write('lib/policy/new.ts', '');
      },
    ],
    [
      'a removed file',
      () => {
        rmSync(join(root, 'lib/policy/index.ts'));
      },
    ],
    [
      'a new name',
      () => {
        renameSync(join(root, 'lib/index.ts'), join(root, 'lib/main.ts'));
      },
    ],
    [
      'an edit of a single file',
      () => {
        write('tsconfig.json', '{ }');
      },
    ],
  ])('changes with %s', (_, change) => {
    change();

    expect(digest()).not.toBe(before);
  });

  it.each<[string, () => void]>([
    [
      'a checkout, which gives files another time',
      () => {
        utimesSync(join(root, 'lib/index.ts'), 1, 1);
      },
    ],
    [
      'a test',
      () => {
        write('lib/policy/index.spec.ts', '');
      },
    ],
    [
      'a file that the build writes',
      () => {
        write('lib/page-files.generated.ts', '');
      },
    ],
    [
      'a file beside the sources',
      () => {
        write('README.md', '');
      },
    ],
  ])('stays the same with %s', (_, change) => {
    change();

    expect(digest()).toBe(before);
  });

  it('is compared with that of the build, if there is one', () => {
    const file = join(root, '.sources');
    expect(isCurrent(file, before)).toBe(false);

    write('.sources', before);
    expect(isCurrent(file, before)).toBe(true);
    expect(isCurrent(file, `${before} `)).toBe(false);
  });
});
