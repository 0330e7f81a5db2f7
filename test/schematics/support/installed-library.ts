import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './running-application.js';

/** Puts the library, as it was built, among the packages of a folder. */
export function installLibrary(folder: string): void {
  const target = join(folder, 'node_modules/nestjs-cors-policy');
  mkdirSync(target, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(target, 'package.json'));
  for (const part of ['cjs', 'esm', 'schematics']) {
    cpSync(join(ROOT, 'dist', part), join(target, 'dist', part), { recursive: true });
  }
}
