import { ensurePageFiles } from './lib/explorer/build-page.mjs';

// The explorer imports a generated file, which is not committed.
ensurePageFiles();

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{lib,test/unit}/**/*.spec.ts', '<rootDir>/{test,sample}/**/*.e2e-spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-cors-policy$': '<rootDir>/lib/index.ts',
    '^nestjs-cors-policy/explorer$': '<rootDir>/lib/explorer/index.ts',
    '^nestjs-cors-policy/testing$': '<rootDir>/lib/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
    // light-my-request and @fastify/static call `require()` for these ESM-only packages.
    'node_modules/(cookie|content-disposition)/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(.+/node_modules/)?(cookie|content-disposition)/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/(?:sample|test)/.*/dist', '<rootDir>/.stryker-tmp'],
  collectCoverageFrom: ['lib/policy/**/*.ts', 'lib/routing/**/*.ts', '!**/*.spec.ts'],
  // A guard against hanging, which leaves time to a busy machine.
  testTimeout: 120_000,
  coverageThreshold: { global: { branches: 100, lines: 100, functions: 100, statements: 100 } },
};
