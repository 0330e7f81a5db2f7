// Builds the package: `npm run build`. Nest's CLI compiles each module of lib/ to dist/modules. The
// two published formats, dist/esm and dist/cjs, are bundled from those modules, with their types.
// Then the schematics are built. With --code, only the code is rebuilt.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundleApplicationProcess, bundleEntries } from './bundles.mjs';
import { appendGlobalDeclarations } from './global-declarations.mjs';
import { ENTRIES, ROOT, declarationsOf } from './entries.mjs';
import { ensurePageFiles } from '../lib/explorer/build-page.mjs';
import { LIBRARY_DIGEST, LIBRARY_SOURCES, digestOf } from './source-digest.mjs';

const NEST_TYPES = / from '(@nestjs\/|rxjs)/;

const onlyCode = process.argv.includes('--code');

process.chdir(ROOT);
ensurePageFiles();
// A build that fails or is interrupted leaves no digest, nor does one that writes the code alone.
rmSync(LIBRARY_DIGEST, { force: true });
const sources = digestOf(LIBRARY_SOURCES);
if (!onlyCode)
  for (const folder of ['esm', 'cjs']) rmSync(join('dist', folder), { recursive: true, force: true });

const { status } = spawnSync(join('node_modules', '.bin', 'nest'), ['build'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

await bundleEntries();
await bundleApplicationProcess();

// The package is of type `module`. For dist/cjs, the nearest package.json decides, in Node and in
// TypeScript.
writeFileSync(join('dist', 'cjs', 'package.json'), `${JSON.stringify({ type: 'commonjs' }, null, 2)}\n`);

if (onlyCode) process.exit(0);

const { extract } = await import('./public-surface.mjs');
for (const entry of ENTRIES) {
  const declarations = declarationsOf('cjs', entry);
  extract(entry, { declarations });
  appendGlobalDeclarations(declarationsOf('modules', entry), declarations);
  const twin = declarationsOf('esm', entry);
  mkdirSync(dirname(twin), { recursive: true });
  if (NEST_TYPES.test(readFileSync(declarations, 'utf8'))) {
    // With `node16`, TypeScript rejects types of a CommonJS module that import those of Nest 12,
    // which is ESM.
    copyFileSync(declarations, twin);
  } else {
    const path = relative(dirname(twin), declarations).replace(/\.d\.ts$/, '.js');
    writeFileSync(twin, `export * from '${path}';\n`);
  }
}

// The schematics for `nest add`.
await import('../schematics/build.mjs');

writeFileSync(LIBRARY_DIGEST, sources);
