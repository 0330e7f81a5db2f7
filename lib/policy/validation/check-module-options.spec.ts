import { checkModuleOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Row = [option: string, declared: unknown, value: unknown, reason: RegExp, suggestion: RegExp];

const INVALID: Row[] = [
  ['defaults', 'strict', 'strict', /'strict' is not a plain object/, /\{ origin: false \}/],
  ['defaults', false, false, /false is not a plain object/, /leave defaults out/],
  ['defaults', [], [], /an empty list is not a plain object/, /leave defaults out/],
  ['defaults', null, null, /only undefined does/, /^leave defaults out$/],
  ['policies', [{}], [{}], /a list is not a plain object that maps names/, /\{ partners: \{ origin/],
  [
    'policies',
    new Map(),
    new Map(),
    /an instance of a class is not a plain object that maps names/,
    /\{ partners/,
  ],
  ['policies', 'partners', 'partners', /'partners' is not/, /\{ partners/],
  ['policies', null, null, /only undefined does/, /^leave policies out$/],
  ['policies', { ok: {}, partners: 'x' }, 'x', /the policy 'partners' is 'x'/, /remove the name/],
  ['policies', { closed: false }, false, /the policy 'closed' is false/, /\{ origin: false \}/],
  ['policies', { later: undefined }, undefined, /the policy 'later' is undefined/, /remove the name/],
  ['policies', { all: ['*'] }, ['*'], /the policy 'all' is a list/, /\{ origin: false \}/],
  ['policies', { 'a\nb': null }, null, /the policy 'a\\u000ab' is null/, /remove the name/],
  ['debug', 'true', 'true', /'true' is not a boolean/, /^write true$/],
  ['debug', 1, 1, /1 is not a boolean/, /^write true$/],
  ['debug', null, null, /only undefined does/, /^leave debug out$/],
  ['interceptor', 'never', 'never', /'never' is not a value/, /'auto' or 'always'/],
  ['interceptor', 'Auto', 'Auto', /'Auto' is not a value/, /^write 'auto'$/],
  ['interceptor', ' always', ' always', /' always' is not a value/, /^write 'always'$/],
  ['interceptor', true, true, /true is not a value of interceptor/, /'auto' or 'always'/],
  ['originTimeout', '5000', '5000', /'5000' is not a number of milliseconds/, /^write 5000$/],
  ['originTimeout', Number.NaN, Number.NaN, /is not a number of milliseconds/, /^write 5000$/],
  [
    'originTimeout',
    0,
    0,
    /^originTimeout must be a whole number of milliseconds from 1 to 60000$/,
    /^write 1$/,
  ],
  ['originTimeout', 1.5, 1.5, /a whole number of milliseconds/, /^write 2$/],
  ['originTimeout', 60_001, 60_001, /a whole number of milliseconds from 1 to 60000/, /^write 60000$/],
  ['originTimeout', Infinity, Infinity, /a whole number of milliseconds/, /^write 60000$/],
  ['originTimeout', null, null, /only undefined does/, /^leave originTimeout out$/],
];

const POLICY_NAMED_PROTO: unknown = JSON.parse('{ "__proto__": {} }');

const VALID: object[] = [
  {},
  { defaults: undefined, policies: undefined, debug: undefined, interceptor: undefined },
  { defaults: {} },
  { defaults: { origin: '*' }, policies: { partners: { origin: 'https://partner.example' } }, debug: true },
  { defaults: { nobody: 'descends into policies here' }, policies: { a: { origin: 1 } } },
  { policies: {} },
  { policies: { toString: {}, constructor: {} } },
  { policies: POLICY_NAMED_PROTO },
  { debug: false, interceptor: 'auto' },
  { interceptor: 'always' },
  { originTimeout: 1 },
  { originTimeout: 60_000 },
  Object.freeze({ defaults: Object.freeze({}) }),
];

describe("the module's options have their names and types", () => {
  it.each(INVALID)('%s: %j is an error', (option, declared, value, reason, suggestion) => {
    expect(checkModuleOptions({ [option]: declared })).toEqual([
      {
        field: option,
        value,
        reason: matching(reason),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it.each(VALID)('%j is legal', options => {
    expect(checkModuleOptions(options)).toEqual([]);
  });
});
