// Writes the package as npm publishes it to a folder, dist/package if no other is named. npm would
// publish the whole package.json, with fields that concern this repository alone: `prepare` would
// run a build that is not in the package. The README gets links that work on a package page.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './entries.mjs';
import { packageReadme } from './package-readme.mjs';

/** Fields of package.json that concern this repository alone. */
const OF_REPOSITORY = ['scripts', 'devDependencies', 'devEngines', 'imports', 'overrides', 'allowScripts'];

const readOwn = path => readFileSync(join(ROOT, path), 'utf8');

export function stage(folder = join(ROOT, 'dist', 'package'), own = JSON.parse(readOwn('package.json'))) {
  const manifest = { ...own };
  for (const field of OF_REPOSITORY) delete manifest[field];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // npm adds LICENSE and README.md to `files` on its own.
  for (const path of [...manifest.files, 'LICENSE'])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'README.md'), packageReadme(readOwn('README.md'), manifest));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

if (process.argv[1] === import.meta.filename) console.log(stage(process.argv[2] && resolve(process.argv[2])));
