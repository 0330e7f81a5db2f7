// Builds the collection of schematics: `node schematics/build.mjs`. The folder is an argument; dist/schematics where there is none.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = process.argv[2] ?? join(here, '../dist/schematics');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(folder, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, '-p', here, '--outDir', folder], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

// The package is ESM, and the devkit loads schematics with require().
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
copyFileSync(join(here, 'collection.json'), join(folder, 'collection.json'));
copyFileSync(join(here, 'nest-add/nest-add.schema.json'), join(folder, 'nest-add.schema.json'));
