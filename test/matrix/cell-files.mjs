import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './installation.mjs';

const tool = name => join(ROOT, 'node_modules', name);

/** Writes the application of a cell to a folder of its own, below the node_modules that it uses. */
export function writeCell({ kind, name, nest, platform = 'express', format, tool: axis }, home) {
  const folder = join(home, name.replaceAll(' ', '-'));
  const source = join(folder, 'src');
  mkdirSync(source, { recursive: true });
  // The handshakes import Nest's WebSocket packages. Only the cells of runtimes install them.
  const isForCell = path => kind === 'runtime' || basename(path) !== 'runtime';
  cpSync(join(import.meta.dirname, 'application'), source, { recursive: true, filter: isForCell });
  const adapter = join(source, 'adapter.ts');
  if (platform === 'node') writeFileSync(adapter, NODE_ADAPTER);
  else cpSync(join(source, `adapter.${platform}.ts`), adapter);
  const write = (file, value) =>
    writeFileSync(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  write('package.json', { private: true, type: format === 'esm' ? 'module' : 'commonjs' });
  write('tsconfig.json', tsconfig(axis));
  write('.swcrc', swc(format));
  write('jest.config.json', jestConfig({ nest, format }));
  write('vitest.config.mjs', VITEST);
  return folder;
}

// Written here, since the repository cannot install the package that it imports.
const NODE_ADAPTER = `
import { NodeAdapter } from '@nestjs/platform-node';

export const createAdapter = (): NodeAdapter => new NodeAdapter();
`;

function tsconfig(axis) {
  const resolution = {
    'types-node16': { module: 'node16', moduleResolution: 'node16' },
    'types-bundler': { module: 'esnext', moduleResolution: 'bundler' },
  };
  return {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2023'],
      ...(resolution[axis] ?? { module: 'nodenext', moduleResolution: 'nodenext' }),
      strict: true,
      exactOptionalPropertyTypes: true,
      // Nest's types are checked too where types are what is tested.
      skipLibCheck: !axis.startsWith('types-'),
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      types: ['node', 'jest'],
      rootDir: 'src',
      outDir: 'dist',
    },
    include: ['src'],
  };
}

function swc(format) {
  return {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
    },
    module: { type: format === 'esm' ? 'es6' : 'commonjs' },
  };
}

function jestConfig({ nest, format }) {
  // Before Node 24.9, Jest cannot require() ESM. Nest 12 and some packages of the platforms are
  // ESM.
  const required = ['cookie', 'content-disposition'];
  if (nest === 12 && format === 'commonjs') required.push('@nestjs');
  return {
    testEnvironment: 'node',
    testMatch: ['<rootDir>/src/**/*.spec.ts'],
    testTimeout: 30_000,
    cache: false,
    ...(format === 'esm' ? { extensionsToTreatAsEsm: ['.ts'] } : {}),
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: {
      '^.+\\.ts$': [tool('@swc/jest'), swc(format)],
      '^.+\\.js$': [tool('@swc/jest'), swc('commonjs')],
    },
    transformIgnorePatterns: [`/node_modules/(?!(.+/node_modules/)?(${required.join('|')})/)`],
  };
}

const VITEST = `
import swc from ${JSON.stringify(new URL(`file://${tool('unplugin-swc/dist/index.js')}`).href)};

export default {
  plugins: [swc.vite()],
  test: { globals: true, include: ['src/**/*.spec.ts'], testTimeout: 30_000 },
};
`;
