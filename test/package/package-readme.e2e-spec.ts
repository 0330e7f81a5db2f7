import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackageManifest, packageReadme } from '../../packaging/package-readme.mjs';
import { stage } from '../../packaging/stage.mjs';
import { targetsIn } from '../docs/support/link-targets.js';
import { blocksOf, proseOf } from '../support/documentation-page.js';

const README = readFileSync('README.md', 'utf8');
const OWN = JSON.parse(readFileSync('package.json', 'utf8')) as PackageManifest;
const REPOSITORY = { type: 'git', url: 'git+https://github.com/owner/name.git' };
const FILES = 'https://github.com/owner/name/blob/v1.2.3/';
const CONTENTS = 'https://raw.githubusercontent.com/owner/name/v1.2.3/';

const targetsOf = (markdown: string): readonly string[] => targetsIn(proseOf(markdown));
const isPicture = (target: string): boolean => target.endsWith('.png');
const isRelative = (target: string): boolean => !/^https?:/.test(target);

describe('The README of the package page', () => {
  const published = packageReadme(README, { version: '1.2.3', repository: REPOSITORY });

  it('has links and pictures, which are relative in the repository', () => {
    const relative = targetsOf(README).filter(isRelative);
    expect(relative.length).toBeGreaterThan(30);
    expect(relative.filter(isPicture)).toHaveLength(2);
    expect(relative.filter(target => target.includes('#')).length).toBeGreaterThan(2);
  });

  it('has addresses in the repository in their place, each of a file that there is', () => {
    const targets = targetsOf(published);
    expect(targets).toHaveLength(targetsOf(README).length);
    expect(targets.filter(isRelative)).toEqual([]);
    expect(targets).toEqual(
      targetsOf(README).map(target => {
        if (!isRelative(target)) return target;
        return `${isPicture(target) ? CONTENTS : FILES}${target}`;
      }),
    );
    const files = targetsOf(README).filter(isRelative);
    expect(files.filter(target => !statSync(target.split('#')[0] ?? '').isFile())).toEqual([]);
  });

  it('changes neither code nor words', () => {
    expect(blocksOf(published)).toEqual(blocksOf(README));
    expect(published.replaceAll(FILES, '').replaceAll(CONTENTS, '')).toBe(README);
  });

  it('leads to the folder of a folder, and leaves code and other addresses alone', () => {
    const text =
      '[samples](sample) [`x`](#x) `[n](docs/faq.md)` <https://nestjs.com> [Nest](https://nestjs.com)';
    expect(packageReadme(text, { version: '1.2.3', repository: REPOSITORY })).toBe(
      text.replace('(sample)', '(https://github.com/owner/name/tree/v1.2.3/sample)'),
    );
  });

  it('is that of the repository while package.json has no repository', () => {
    expect(packageReadme(README, { version: '1.2.3' })).toBe(README);
  });

  it('is not made for a host whose addresses are not known', () => {
    const repository = 'https://git.example.com/owner/name.git';
    expect(() => packageReadme(README, { version: '1.2.3', repository })).toThrow(
      `package.json, repository: ${repository} is on no host`,
    );
  });

  it('is in the folder that is published, with the repository of its package.json', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-readme-'));
    try {
      const manifest = { ...OWN, repository: REPOSITORY };
      stage(folder, manifest);
      expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(packageReadme(README, manifest));
      expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
        repository: REPOSITORY,
      });
      expect(existsSync(join(folder, 'docs'))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
