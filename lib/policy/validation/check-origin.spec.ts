import { checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

abstract class Resolver {
  abstract isAllowed(origin: string): boolean;
}
const instance = { isAllowed: () => true };

type Row = [title: string, origin: unknown, value: unknown, reason: RegExp, suggestion: RegExp];

const INVALID: Row[] = [
  [
    'true',
    true,
    true,
    /any origin, or the origin of each request/,
    /'\*' for any origin without credentials/,
  ],
  ['null', null, null, /only undefined does/, /leave origin out/],
  ['zero', 0, 0, /0 is not an origin rule/, /write an origin, a pattern/],
  ['a number', 3000, 3000, /3000 is not an origin rule/, /write an origin, a pattern/],
  ['not a number', Number.NaN, Number.NaN, /NaN is not an origin rule/, /write an origin, a pattern/],
  ['a bigint', 1n, 1n, /1n is not an origin rule/, /write an origin, a pattern/],
  [
    'a symbol',
    Symbol.iterator,
    Symbol.iterator,
    /Symbol\(Symbol\.iterator\) is not an origin rule/,
    /write an origin/,
  ],
  [
    'an object',
    { origin: '*' },
    { origin: '*' },
    /an object is not an origin rule/,
    /write an origin, a pattern/,
  ],
  [
    'a Map',
    new Map(),
    new Map(),
    /an instance of a class is not an origin rule/,
    /write an origin, a pattern/,
  ],
  ["a resolver's instance", instance, instance, /Nest's injector creates/, /write the class, and add it/],
  ['an empty list', [], [], /empty list contains no origin/, /write false/],
  ["'*' alone in a list", ['*'], '*', /other members would have no effect/, /origin: '\*'/],
  [
    "'*' among others",
    ['https://a.example', '*'],
    '*',
    /other members would have no effect/,
    /from the list/,
  ],
  [
    'a list within the list',
    [['https://a.example']],
    ['https://a.example'],
    /a list inside a list/,
    /outer list/,
  ],
  ['an empty list within the list', [[], /^a$/], [], /a list inside a list/, /outer list/],
  ['true in a list', [true], true, /true in a list/, /remove it/],
  ['false in a list', ['https://a.example', false], false, /false in a list/, /write origin: false$/],
  ['null in a list', [null], null, /null is not an origin rule/, /write an origin, a pattern/],
  [
    'undefined in a list',
    ['https://a.example', undefined],
    undefined,
    /undefined is not an origin rule. Perhaps an environment variable is not set/,
    /write an origin, or read the variable with parseOrigins\(\)/,
  ],
  [
    'a hole in a list',
    new Array<unknown>(1),
    undefined,
    /undefined is not an origin rule/,
    /write an origin/,
  ],
  ['a number in a list', [/^a$/, 1], 1, /1 is not an origin rule/, /write an origin, a pattern/],
  ['an instance in a list', [instance], instance, /Nest's injector creates/, /write the class, and add it/],
  [
    'a string object',
    new String('https://a.example'),
    new String('https://a.example'),
    /an instance of a class is not an origin rule/,
    /write an origin/,
  ],
  [
    'what only inherits from RegExp',
    Object.create(RegExp.prototype),
    Object.create(RegExp.prototype),
    /an instance of a class is not an origin rule/,
    /write an origin, a pattern/,
  ],
];

const VALID: [title: string, origin: unknown][] = [
  ['undefined, which inherits', undefined],
  ['false', false],
  ["'*'", '*'],
  ['an origin', 'https://app.example.com'],
  ['a list of one', ['https://app.example.com']],
  ['a regular expression', /^https:\/\/app\.example\.com$/],
  ['a predicate', (origin: string) => origin === 'https://app.example.com'],
  ['an asynchronous predicate', async () => Promise.resolve(true)],
  ['a resolver class', Resolver],
  ['a class that is no resolver, of which only the injector knows', class {}],
  [
    'a list of everything',
    ['https://a.example', 'https://*.b.example:*', /^c$/, () => true, Resolver, 'null'],
  ],
  ['duplicates', ['https://a.example', 'https://a.example', /^a$/, /^a$/]],
  ['a frozen list', Object.freeze(['https://a.example'])],
];

describe('origin takes false, *, a rule, or a list of rules', () => {
  it.each(INVALID)('%s is an error', (_, origin, value, reason, suggestion) => {
    expect(checkPolicyOptions({ origin })).toEqual([
      {
        field: 'origin',
        value,
        reason: matching(reason),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it.each(VALID)('%s is legal', (_, origin) => {
    expect(checkPolicyOptions({ origin })).toEqual([]);
  });

  it('names every member of a list that is wrong, and only those', () => {
    const problems = checkPolicyOptions({ origin: ['https://a.example/', 'https://b.example', '*', 1, /c/] });
    expect(problems.map(({ value }) => value)).toEqual(['https://a.example/', '*', 1, /c/]);
  });
});
