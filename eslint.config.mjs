import stylistic from '@stylistic/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { ensurePageFiles } from './lib/explorer/build-page.mjs';

// Typed rules need the generated file that the explorer imports, and it is not committed.
ensurePageFiles();

// The layers of docs/architecture.md, and the layers that each may import. `root` stands for the
// files directly in lib/.
const MAY_IMPORT = {
  fetch: [],
  policy: ['fetch'],
  routing: ['policy'],
  exchange: ['policy', 'routing'],
  platform: ['routing', 'exchange'],
  sockets: ['policy', 'routing', 'exchange', 'platform'],
  decorators: ['policy', 'root'],
  interfaces: ['policy'],
  diagnostics: ['fetch', 'policy', 'routing', 'exchange', 'sockets', 'interfaces'],
  caching: ['policy'],
  explorer: ['fetch', 'policy', 'decorators', 'interfaces', 'root'],
  browser: ['fetch'],
  testing: ['fetch', 'browser'],
  cli: ['fetch', 'policy', 'interfaces', 'browser', 'root'],
  startup: [
    'policy',
    'routing',
    'exchange',
    'platform',
    'sockets',
    'caching',
    'decorators',
    'interfaces',
    'root',
  ],
  csrf: ['policy', 'routing', 'exchange', 'startup'],
  root: [
    'policy',
    'exchange',
    'platform',
    'interfaces',
    'decorators',
    'caching',
    'diagnostics',
    'startup',
    'csrf',
  ],
};
const LAYERS = Object.keys(MAY_IMPORT);

// The folders beside lib/, which lib/ never imports.
const OUTSIDE = '^(\\.\\./)+(schematics|packaging|test|bench|sample|dist)/';

const PLATFORMS = '^(@nestjs/platform-|express$|fastify$)';
const FRAMEWORKS = '^(@nestjs/|express$|fastify$|rxjs|reflect-metadata$|find-my-way$|path-to-regexp$)';

function borders(layer) {
  const isOpen = other => MAY_IMPORT[layer].includes(other);
  const folders = LAYERS.filter(other => other !== layer && other !== 'root');
  const open = folders.filter(isOpen);
  const closed = folders.filter(other => !isOpen(other));
  const message = `lib/${layer} may not import this: see docs/architecture.md.`;
  const up = layer === 'root' ? '\\./' : '(\\.\\./)+';
  return {
    files: [layer === 'root' ? 'lib/*.ts' : `lib/${layer}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: `^${up}(${closed.join('|')})/`, message },
            {
              regex: `^${up}(${open.join('|')})/(?!index\\.js$)`,
              message: 'Other layers are entered through their index.js: see docs/architecture.md.',
            },
            { regex: OUTSIDE, message },
            ...(isOpen('root') ? [] : [{ regex: '^(\\.\\./)+(cors\\.[^/]*|index)\\.js$', message }]),
            { regex: layer === 'policy' || layer === 'fetch' ? FRAMEWORKS : PLATFORMS, message },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      'coverage/**',
      'reports/**',
      '.stryker-tmp/**',
      '**/*.js',
      '**/*.generated.ts',
      // Example projects, in the style of their authors.
      'test/schematics/kinds/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked, prettier],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'lib/explorer/page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Matchers extend the types of a test runner through a namespace.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      // Nest's types allow options with classes as literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  ...LAYERS.map(borders),
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'sample/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // Controllers and modules in tests often consist of decorators only.
      '@typescript-eslint/no-extraneous-class': 'off',
      'max-lines': 'off',
    },
  },
  {
    // Comments, in scripts too. `.textlintrc.yml` has the terms of the pages.
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { '@stylistic': stylistic },
    rules: {
      '@stylistic/max-len': ['error', { code: Number.MAX_SAFE_INTEGER, comments: 100, ignoreUrls: true }],
      'no-warning-comments': [
        'error',
        {
          location: 'anywhere',
          terms: [
            'anybody',
            'everybody',
            'mend',
            'mended',
            'mends',
            'nobody',
            'somebody',
            'whatever',
            'whoever',
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    ignores: ['test/support/fast-check.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'fast-check', message: 'Import test/support/fast-check.js: it fixes the seed.' }] },
      ],
    },
  },
);
