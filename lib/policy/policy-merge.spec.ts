import { unchecked } from '../../test/support/policies.js';
import { type PolicyLayer, mergePolicy, mergeValues, writtenValue } from './policy-merge.js';
import type { CorsPolicyOptions, PolicyLevel } from './policy-options.js';

const BUILT_IN_EFFECTIVE = {
  origin: { value: false, level: 'built-in' },
  allowedHeaders: { value: ['Content-Type'], level: 'built-in' },
  credentials: { value: false, level: 'built-in' },
  optionsSuccessStatus: { value: 204, level: 'built-in' },
  enforce: { value: false, level: 'built-in' },
};
const BUILT_IN_VALUES = {
  origin: false,
  allowedHeaders: ['Content-Type'],
  credentials: false,
  optionsSuccessStatus: 204,
  enforce: false,
};

function layer(level: PolicyLevel, options: CorsPolicyOptions, named?: string): PolicyLayer {
  return named === undefined ? { level, options } : { level, options, named };
}

interface Case {
  readonly title: string;
  readonly layers: readonly PolicyLayer[];
  readonly effective: object;
  readonly values: object;
}

const CASES: readonly Case[] = [
  { title: 'without any level, the built-in policy holds', layers: [], effective: {}, values: {} },
  {
    title: 'the nearest level that sets a field wins: method, then controller, then defaults',
    layers: [
      layer('method', { maxAge: 1 }),
      layer('controller', { maxAge: 2, credentials: true }),
      layer('defaults', { maxAge: 3, credentials: false, origin: 'https://app.example.com' }),
    ],
    effective: {
      maxAge: { value: 1, level: 'method' },
      credentials: { value: true, level: 'controller' },
      origin: { value: 'https://app.example.com', level: 'defaults' },
    },
    values: { maxAge: 1, credentials: true, origin: 'https://app.example.com' },
  },
  {
    title: 'nothing is unioned',
    layers: [
      layer('method', { methods: ['GET'], allowedHeaders: 'X-One', origin: ['https://a.example'] }),
      layer('defaults', { methods: ['PUT'], allowedHeaders: ['X-Two'], origin: ['https://b.example'] }),
    ],
    effective: {
      methods: { value: ['GET'], level: 'method' },
      allowedHeaders: { value: 'X-One', level: 'method' },
      origin: { value: ['https://a.example'], level: 'method' },
    },
    values: { methods: ['GET'], allowedHeaders: 'X-One', origin: ['https://a.example'] },
  },
  {
    title: 'a level may narrow, widen and switch off',
    layers: [
      layer('method', { origin: false }),
      layer('controller', { origin: '*' }),
      layer('defaults', { origin: /^a$/ }),
    ],
    effective: { origin: { value: false, level: 'method' } },
    values: { origin: false },
  },
  {
    title: 'undefined inherits',
    layers: [
      layer('method', unchecked({ origin: undefined, maxAge: undefined })),
      layer('defaults', { origin: '*', maxAge: 5 }),
    ],
    effective: { origin: { value: '*', level: 'defaults' }, maxAge: { value: 5, level: 'defaults' } },
    values: { origin: '*', maxAge: 5 },
  },
  {
    title: 'undefined at every level leaves the built-in value',
    layers: [layer('method', unchecked({ origin: undefined, methods: undefined }))],
    effective: {},
    values: {},
  },
  {
    title: 'false, [] and 0 are values',
    layers: [
      layer('method', {
        credentials: false,
        methods: [],
        allowedHeaders: [],
        exposedHeaders: [],
        maxAge: 0,
        enforce: false,
      }),
      layer('defaults', {
        credentials: true,
        methods: ['GET'],
        allowedHeaders: '*',
        exposedHeaders: '*',
        maxAge: 600,
        enforce: true,
      }),
    ],
    effective: {
      credentials: { value: false, level: 'method' },
      methods: { value: [], level: 'method' },
      allowedHeaders: { value: [], level: 'method' },
      exposedHeaders: { value: [], level: 'method' },
      maxAge: { value: 0, level: 'method' },
      enforce: { value: false, level: 'method' },
    },
    values: {
      credentials: false,
      methods: [],
      allowedHeaders: [],
      exposedHeaders: [],
      maxAge: 0,
      enforce: false,
    },
  },
  {
    title: 'dangerously is one field',
    layers: [
      layer('method', { dangerously: { allowNullOrigin: true } }),
      layer('defaults', { dangerously: { allowInsecureOrigins: true } }),
    ],
    effective: { dangerously: { value: { allowNullOrigin: true }, level: 'method' } },
    values: { dangerously: { allowNullOrigin: true } },
  },
  {
    title: 'a named policy stands at the level that names it, behind that level’s own options',
    layers: [
      layer('method', { maxAge: 600 }),
      layer('method', { maxAge: 60, credentials: true }, 'partners'),
      layer('controller', { credentials: false, enforce: true }, 'house'),
      layer('defaults', { enforce: false }),
    ],
    effective: {
      maxAge: { value: 600, level: 'method' },
      credentials: { value: true, level: 'method', named: 'partners' },
      enforce: { value: true, level: 'controller', named: 'house' },
    },
    values: { maxAge: 600, credentials: true, enforce: true },
  },
  {
    title: 'what only a prototype has was not written by anybody',
    layers: [
      layer('method', unchecked(Object.create({ origin: '*', methods: ['GET'] }))),
      layer('defaults', { maxAge: 1 }),
    ],
    effective: { maxAge: { value: 1, level: 'defaults' } },
    values: { maxAge: 1 },
  },
  {
    title: 'an object without a prototype is as good as another',
    layers: [layer('method', unchecked(Object.assign(Object.create(null), { maxAge: 1 })))],
    effective: { maxAge: { value: 1, level: 'method' } },
    values: { maxAge: 1 },
  },
  {
    title: 'names that are no fields are passed over',
    layers: [layer('method', unchecked({ maxage: 1, constructor: 2, __proto__: { origin: '*' } }))],
    effective: {},
    values: {},
  },
];

describe('combining levels', () => {
  it.each(CASES)('$title, with the level of each value', ({ layers, effective }) => {
    expect(mergePolicy(layers)).toStrictEqual({ ...BUILT_IN_EFFECTIVE, ...effective });
  });

  it.each(CASES)('$title', ({ layers, values }) => {
    expect(mergeValues(layers)).toEqual({ ...BUILT_IN_VALUES, ...values });
  });

  it('leaves the levels as they are', () => {
    const options = Object.freeze({ methods: Object.freeze(['GET']) });
    const layers = Object.freeze([Object.freeze(layer('method', unchecked(options)))]);
    mergePolicy(layers);
    mergeValues(layers);
    expect(options).toEqual({ methods: ['GET'] });
  });
});

describe('a written value', () => {
  it.each([
    ['that is set', { maxAge: 0 }, 'maxAge', 0],
    ['that is undefined', unchecked({ maxAge: undefined }), 'maxAge', undefined],
    ['that is not there', {}, 'maxAge', undefined],
    ['that every object inherits', {}, 'toString', undefined],
  ])('is read where one %s', (_, options, field, value) => {
    expect(writtenValue(options, field)).toBe(value);
  });
});

test('a value of a key of paths tells the key', () => {
  const effective = mergePolicy([
    { level: 'path', options: { origin: '*' }, path: '/fonts/*' },
    { level: 'defaults', options: { maxAge: 5 } },
  ]);
  expect(effective.origin).toEqual({ value: '*', level: 'path', path: '/fonts/*' });
  expect(effective.maxAge).toEqual({ value: 5, level: 'defaults' });
});
