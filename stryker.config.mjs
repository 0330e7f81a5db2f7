import { fileURLToPath } from 'node:url';

const file = path => fileURLToPath(new URL(path, import.meta.url));

/**
 * Mutation tests of the policy core: `npm run test:mutation`. The report is reports/mutation.html.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  // A test compares the generated list with its source, so it finds every change of the list.
  mutate: ['lib/policy/**/*.ts', '!lib/policy/**/*.spec.ts', '!lib/policy/**/*.generated.ts'],
  // No step here checks types, and an additional comment in a generated file would fail its test.
  disableTypeChecks: false,

  // The specs are written for Jest, but Mocha runs them here. Mocha keeps the loaded modules and
  // switches the mutant in them. Jest evaluates all modules of all spec files for every mutant, and
  // does not free the contexts: 4 seconds and 30 MB for each mutant.
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', file('test/mutation/register.mjs')],
  mochaOptions: {
    'require': [file('test/mutation/jest-words.cjs'), file('test/mutation/forget-rules.cjs')],
    'extension': ['ts'],
    // The specs beside the core must test it, not the suites that use it indirectly. Property tests
    // are left out: a mutant that only a random input finds is found in some runs only, and the
    // property tests take ten times as long as all other tests.
    'spec': ['lib/policy/**/!(*.property|*.properties).spec.ts'],
    'no-config': true,
    'no-package': true,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignorePatterns: [
    '/dist',
    '/coverage',
    '/reports',
    '/sample',
    '/bench',
    '/docs',
    '/.ci',
    '/test/*',
    '!/test/support',
  ],

  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation.json' },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  thresholds: { high: 98, low: 95, break: 95 },
};
