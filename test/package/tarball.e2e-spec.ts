import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { type PackedPackage, pack, unpack } from './support/installed-package.js';

/** Fields of package.json that npm does not publish. */
const OF_REPOSITORY = ['scripts', 'devDependencies', 'devEngines', 'imports', 'overrides', 'allowScripts'];
/** Packed, in bytes. */
const LARGEST = 250_000;

describe('The tarball', () => {
  let packed: PackedPackage;
  let content: string;

  beforeAll(() => {
    packed = pack();
    content = unpack(packed.tarball, join(packed.folder, 'content'));
  });

  afterAll(() => {
    packed.remove();
  });

  it('causes no message of publint', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(packed.tarball);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength);
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map(message => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types that are right for every way to resolve them', async () => {
    const attw = [resolve('node_modules/@arethetypeswrong/cli/dist/index.js'), packed.tarball];
    const { stdout } = await promisify(execFile)(process.execPath, [...attw, '--format', 'json']);
    const { analysis, problems } = JSON.parse(stdout) as {
      analysis: { entrypoints: Record<string, object> };
      problems?: object;
    };
    expect(Object.keys(analysis.entrypoints)).toEqual(
      expect.arrayContaining(['.', './testing', './explorer']),
    );
    expect(problems ?? {}).toEqual({});
  });

  it('is small', () => {
    const { size } = statSync(packed.tarball);
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThan(LARGEST);
  });

  it('has line breaks: Node prints the whole line that threw', () => {
    const programs = filesIn(content).filter(
      name => /^dist\/(?:esm|cjs)\/.*\.js$/.test(name) && !name.includes('page-files'),
    );
    expect(programs.length).toBeGreaterThan(10);
    for (const name of programs) {
      const lines = readFileSync(join(content, name), 'utf8').split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2000);
    }
  });

  it('holds the two builds, their types, what nest add runs, and what npm shows', () => {
    const folders = new Set(filesIn(content).map(name => name.split('/').slice(0, 2).join('/')));
    expect([...folders].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/cjs',
      'dist/esm',
      'dist/schematics',
      'package.json',
    ]);
  });

  it('has a manifest without fields that matter only to this repository', () => {
    const manifest = JSON.parse(readFileSync(join(content, 'package.json'), 'utf8')) as object;
    const own = JSON.parse(readFileSync('package.json', 'utf8')) as object;
    const left = Object.keys(own).filter(field => !(field in manifest));

    expect(left).toEqual(expect.arrayContaining(['scripts', 'devDependencies']));
    expect(OF_REPOSITORY).toEqual(expect.arrayContaining(left));
    for (const field of OF_REPOSITORY) expect(manifest).not.toHaveProperty(field);
    expect(own).toMatchObject(manifest);
  });

  it('lets bundlers remove unused code, and is published with provenance', () => {
    expect(JSON.parse(readFileSync(join(content, 'package.json'), 'utf8'))).toMatchObject({
      sideEffects: false,
      publishConfig: { provenance: true },
    });
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
