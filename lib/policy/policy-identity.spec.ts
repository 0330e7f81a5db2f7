import type { CorsPolicyOptions } from './policy-options.js';
import { PolicyIdentity } from './policy-identity.js';

const predicate = () => true;
const other = () => true;
class Resolver {
  isAllowed(): boolean {
    return true;
  }
}
const Twin = (() => {
  class Resolver {
    isAllowed(): boolean {
      return true;
    }
  }
  return Resolver;
})();

type Pair = readonly [title: string, one: CorsPolicyOptions, another: CorsPolicyOptions];

const EQUAL: readonly Pair[] = [
  ['nothing', {}, {}],
  ['one origin, in a list or not', { origin: 'https://a.example' }, { origin: ['https://a.example'] }],
  [
    'the same origins in another order',
    { origin: ['https://a.example', /^b$/] },
    { origin: [/^b$/, 'https://a.example'] },
  ],
  [
    'the same origins, one twice',
    { origin: ['https://a.example'] },
    { origin: ['https://a.example', 'https://a.example'] },
  ],
  ['regular expressions that read the same', { origin: /^a$/i }, { origin: new RegExp('^a$', 'i') }],
  ['the same predicate', { origin: predicate }, { origin: [predicate] }],
  [
    'the same predicate beside origins in another order',
    { origin: [predicate, 'https://a.example'] },
    { origin: ['https://a.example', predicate] },
  ],
  ['the same resolver class', { origin: Resolver }, { origin: [Resolver] }],
  ['methods as a list or a string', { methods: ['GET', 'PUT'] }, { methods: 'PUT, GET, PUT' }],
  [
    'headers as a list or a string, in any case',
    { allowedHeaders: ['X-One', 'X-Two'] },
    { allowedHeaders: 'x-two,X-ONE' },
  ],
  ['Content-Type and the built-in headers', { allowedHeaders: 'content-type' }, {}],
  ['exposed headers as a list or a string', { exposedHeaders: ['ETag'] }, { exposedHeaders: 'etag' }],
  ['no exposed headers', { exposedHeaders: [] }, {}],
  [
    'permissions that only start-up looks at',
    { dangerously: { allowInsecureOrigins: true } },
    { dangerously: {} },
  ],
];

const DIFFERENT: readonly Pair[] = [
  ['origins', { origin: 'https://a.example' }, { origin: 'https://b.example' }],
  ["'*' and false", { origin: '*' }, { origin: false }],
  ['an origin and an expression that reads like it', { origin: '/^a$/' }, { origin: /^a$/ }],
  ['an expression’s source', { origin: /^a$/ }, { origin: /^b$/ }],
  ['an expression’s flags', { origin: /^a$/ }, { origin: /^a$/i }],
  ['predicates that read the same', { origin: predicate }, { origin: other }],
  [
    'predicates in another order, who are asked in that order',
    { origin: [predicate, other] },
    { origin: [other, predicate] },
  ],
  ['resolver classes that read the same', { origin: Resolver }, { origin: Twin }],
  ['a predicate and an origin', { origin: predicate }, { origin: 'https://a.example' }],
  ['methods', { methods: ['GET'] }, { methods: ['PUT'] }],
  ['methods that differ in case', { methods: ['purge'] }, { methods: ['PURGE'] }],
  ['no methods and those of the routes', { methods: [] }, {}],
  ['allowedHeaders', { allowedHeaders: ['X-One'] }, { allowedHeaders: ['X-Two'] }],
  ['no allowedHeaders and the built-in ones', { allowedHeaders: [] }, {}],
  ["'*' in allowedHeaders and none", { allowedHeaders: '*' }, { allowedHeaders: [] }],
  ['exposedHeaders', { exposedHeaders: '*' }, { exposedHeaders: [] }],
  ['credentials', { credentials: true }, { credentials: false }],
  ['maxAge', { maxAge: 0 }, {}],
  ['optionsSuccessStatus', { optionsSuccessStatus: 200 }, { optionsSuccessStatus: 204 }],
  ['enforce', { enforce: true }, { enforce: false }],
  ["enforce: 'report'", { enforce: true }, { enforce: 'report' }],
  ['resourcePolicy', { resourcePolicy: 'same-site' }, { resourcePolicy: 'same-origin' }],
  ['no resourcePolicy', { resourcePolicy: 'same-site' }, {}],
  [
    'allowNullOrigin, which is absent by default',
    { dangerously: { allowNullOrigin: true } },
    { dangerously: {} },
  ],
  [
    'allowFileOrigin, which is absent by default',
    { dangerously: { allowFileOrigin: true } },
    { dangerously: {} },
  ],
  ["'*' and an origin", { origin: '*' }, { origin: 'https://a.example' }],
  [
    'allowNullOrigin',
    { dangerously: { allowNullOrigin: true } },
    { dangerously: { allowNullOrigin: false } },
  ],
];

describe('two policies are the same', () => {
  it.each(EQUAL)('with %s', (_, one, another) => {
    const identity = new PolicyIdentity();
    expect(identity.of(one)).toBe(identity.of(another));
  });
});

describe('two policies differ', () => {
  it.each(DIFFERENT)('by %s', (_, one, another) => {
    const identity = new PolicyIdentity();
    expect(identity.of(one)).not.toBe(identity.of(another));
  });
});
