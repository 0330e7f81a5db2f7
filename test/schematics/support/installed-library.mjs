// Puts the library into a project's node_modules, compiled from its sources: node installed-library.mjs <project> <schematics>
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, schematics] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const target = join(folder, 'node_modules/nestjs-cors-policy');
mkdirSync(target, { recursive: true });

const configuration = {
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    rootDir: join(root, 'lib'),
    outDir: join(target, 'library'),
    declaration: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    paths: {},
  },
  include: [join(root, 'lib')],
  exclude: [join(root, 'lib/**/*.spec.ts'), join(root, 'lib/explorer/page')],
};
writeFileSync(join(target, 'tsconfig.json'), JSON.stringify(configuration));
writeFileSync(
  join(target, 'package.json'),
  JSON.stringify({
    name: 'nestjs-cors-policy',
    version: '0.0.0',
    type: 'module',
    exports: {
      '.': { types: './library/index.d.ts', default: './library/index.js' },
      './package.json': './package.json',
    },
    schematics: './schematics/collection.json',
  }),
);
cpSync(schematics, join(target, 'schematics'), { recursive: true });
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', target], { stdio: 'inherit' });
process.exitCode = status ?? 1;
