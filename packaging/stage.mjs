// Writes the package as npm publishes it to a folder, dist/package if no other is named. npm would
// publish the whole package.json, with fields that concern this repository alone: `prepare` would
// run a build that is not in the package.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './entries.mjs';

/** Fields of package.json that concern this repository alone. */
const OF_REPOSITORY = ['scripts', 'devDependencies', 'devEngines', 'imports', 'overrides', 'allowScripts'];
/** Files that npm adds to `files` on its own. */
const ALWAYS_PUBLISHED = ['README.md', 'LICENSE'];

export function stage(folder = join(ROOT, 'dist', 'package')) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const field of OF_REPOSITORY) delete manifest[field];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of [...manifest.files, ...ALWAYS_PUBLISHED])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

if (process.argv[1] === import.meta.filename) console.log(stage(process.argv[2] && resolve(process.argv[2])));
