import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stage } from '../../../packaging/stage.mjs';

const ROOT = resolve('.');

/** The tarball that npm would publish of the current build. */
export interface PackedPackage {
  readonly tarball: string;
  readonly folder: string;
  remove(): void;
}

export function pack(): PackedPackage {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-package-'));
  const name = npmPack(stage(join(folder, 'staged')), folder);
  return {
    tarball: join(folder, name),
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns the name of the tarball in `target` */
function npmPack(source: string, target: string): string {
  const args = ['pack', source, '--ignore-scripts', '--silent', '--pack-destination', target];
  const name = execFileSync('npm', args, { encoding: 'utf8' }).trim().split('\n').at(-1);
  if (name === undefined || name === '') throw new Error('npm pack wrote no tarball.');
  return name;
}

/** @returns the folder that the package is in now */
export function unpack(tarball: string, target: string): string {
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  return target;
}

/**
 * A project with the packed package and the packages of this repository, without some of them.
 *
 * @param without names of packages: what imports one of them fails
 */
export function projectWith(packed: PackedPackage, without = /^$/): string {
  const project = mkdtempSync(join(packed.folder, 'project-'));
  const modules = join(project, 'node_modules');
  unpack(packed.tarball, join(modules, 'nestjs-cors-policy'));
  for (const name of packagesOf(join(ROOT, 'node_modules'))) {
    if (without.test(name)) continue;
    if (name.startsWith('@')) mkdirSync(join(modules, ...name.split('/').slice(0, 1)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(project, 'package.json'), '{"private":true}\n');
  return project;
}

function packagesOf(modules: string): string[] {
  return readdirSync(modules)
    .filter(name => !name.startsWith('.'))
    .flatMap(name =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map(inner => `${name}/${inner}`) : [name],
    );
}
