import { fileURLToPath } from 'node:url';

const file = path => fileURLToPath(new URL(path, import.meta.url));

/**
 * Mutation tests of the policy core: `npm run test:mutation`. The report is reports/mutation.html.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  // A generated list is compared with its source as a whole, which notices every change of it.
  mutate: ['lib/policy/**/*.ts', '!lib/policy/**/*.spec.ts', '!lib/policy/**/*.generated.ts'],
  // Nothing here checks types, and a comment more in a generated file would fail its test.
  disableTypeChecks: false,

  // The specs are Jest's, but Mocha runs them here: it keeps the loaded modules and switches the mutant in them. Jest evaluates all modules
  // of all spec files for every mutant, in contexts of which it frees none: 4 seconds and 30 MB each.
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', file('test/mutation/register.mjs')],
  mochaOptions: {
    'require': [file('test/mutation/jest-words.cjs'), file('test/mutation/forget-rules.cjs')],
    'extension': ['ts'],
    // The core has to be proven by what stands beside it, not by what passes through it on its way elsewhere. And by its tables: a mutant
    // that only a random input finds is found on some days, and the property tests take ten times as long as all the others.
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
