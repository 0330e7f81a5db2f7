import fc from '../../../test/support/fast-check.js';
import {
  type CorsPolicyOptions,
  type EffectivePolicy,
  NO_PREDICATES,
  answerActual,
  answerPreflight,
  compilePolicy,
  mergePolicy,
} from '../../policy/index.js';
import { plainPolicy } from '../../diagnostics/cors-routes.js';
import { surfaceRows } from '../surface/read-surface.js';
import { surfaceChanges } from './surface-changes.js';

const RUNS = { numRuns: 2_000 };

const HOSTS = ['example.com', 'a.example.com', 'b.a.example.com', 'notexample.com', 'localhost'];
const PORTS = ['', ':3000', ':8443'];

/** Every origin that a rule of the test may match, and some that none does. */
const ORIGINS = [
  'null',
  'file://',
  'app://',
  ...['https', 'http'].flatMap(scheme =>
    HOSTS.flatMap(host => PORTS.map(port => `${scheme}://${host}${port}`)),
  ),
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PURGE'];
const HEADERS = ['content-type', 'x-a', 'x-b'];
const EXPRESSIONS = [
  /^https:\/\/[a-z]+\.example\.com$/,
  /^https:\/\/[ab]\.example\.com$/i,
  /^(null|https:\/\/example\.com)$/,
  /^file:\/\/$/,
];

const string = fc.oneof(
  fc.constantFrom(...ORIGINS),
  fc
    .tuple(
      fc.constantFrom('https', 'http'),
      fc.constantFrom('', '*.'),
      fc.constantFrom(...HOSTS),
      fc.constantFrom(...PORTS, ':*'),
    )
    .map(([scheme, sub, host, port]) => `${scheme}://${sub}${host}${port}`),
);
const rule = fc.oneof({ weight: 5, arbitrary: string }, fc.constantFrom(...EXPRESSIONS));
const list = (names: readonly string[]) =>
  fc.oneof(
    fc.subarray([...names]),
    fc.subarray([...names]).map(chosen => chosen.join(', ')),
  );
const headerList = fc.oneof(list(HEADERS), fc.constant('*'), fc.constant<string[]>(['X-A', 'Content-Type']));

const options: fc.Arbitrary<CorsPolicyOptions> = fc.record(
  {
    origin: fc.oneof(fc.constantFrom<false | '*'>(false, '*'), rule, fc.array(rule, { maxLength: 4 })),
    credentials: fc.boolean(),
    methods: list(METHODS),
    allowedHeaders: headerList,
    exposedHeaders: headerList,
    enforce: fc.constantFrom(true, false, 'report' as const),
    handshakes: fc.constantFrom(true, false, 'report' as const),
    dangerously: fc.record(
      { allowNullOrigin: fc.boolean(), allowFileOrigin: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['origin'] },
);

/** A policy, and one that differs from it in a few fields, as changes do. */
const change = fc
  .tuple(options, options, fc.subarray(['origin', 'credentials', 'methods', 'allowedHeaders', 'enforce']))
  .map(([before, other, kept]) => {
    const same = Object.entries(before).filter(([field]) => kept.includes(field));
    return { before, after: { ...other, ...Object.fromEntries(same) } };
  });

function rowsOf(method: string, policy: CorsPolicyOptions, kind?: 'gateway') {
  const effective: EffectivePolicy = plainPolicy(mergePolicy([{ level: 'controller', options: policy }]));
  const written: unknown = JSON.parse(
    JSON.stringify([{ kind, method, path: '/a', handler: 'A.a', policy: effective }]),
  );
  const rows = surfaceRows(written);
  if (rows === undefined) throw new TypeError('This is no surface.');
  return rows;
}

/** What a policy of a route lets pages do, by the library's own decisions. */
function allowances(method: string, written: CorsPolicyOptions): Set<string> {
  const policy = compilePolicy(written, NO_PREDICATES);
  const methods = method === 'ALL' ? METHODS : method === 'GET' ? ['GET', 'HEAD'] : [method];
  const found = new Set<string>();
  if (policy.enforce !== true) found.add('enforce is off');
  for (const origin of ORIGINS) {
    const allowed = policy.origin.verdict(origin) === 'allowed';
    const actual = answerActual(policy, origin, allowed);
    if (actual.allowOrigin !== undefined) {
      found.add(`${origin} reads`);
      const exposed = actual.exposeHeaders === '*' ? HEADERS : (actual.exposeHeaders ?? '').split(',');
      for (const name of exposed) if (name !== '') found.add(`${origin} reads ${name.toLowerCase()}`);
    }
    if (actual.allowCredentials) found.add(`${origin} reads with credentials`);
    for (const asked of methods) {
      for (const headers of [undefined, ...HEADERS]) {
        const answer = answerPreflight(
          { policies: [policy], methods },
          { origin, method: asked, headers },
          allowed,
          false,
        );
        if (answer.refusal === undefined) found.add(`${origin} sends ${asked} with ${headers ?? 'nothing'}`);
      }
    }
  }
  return found;
}

/** The origins whose handshakes a gateway takes. */
function handshakes(written: CorsPolicyOptions): string[] {
  const { origin, handshakes: check = true } = compilePolicy(written, NO_PREDICATES);
  return ORIGINS.filter(each => check !== true || origin.verdict(each) === 'allowed');
}

const isWider = (method: string, before: CorsPolicyOptions, after: CorsPolicyOptions, kind?: 'gateway') =>
  surfaceChanges(rowsOf(method, before, kind), rowsOf(method, after, kind)).some(
    ({ direction }) => direction === 'wider' || direction === 'unknown',
  );

const method = fc.constantFrom('GET', 'PUT', 'ALL');

describe('A comparison of surfaces', () => {
  it('calls nothing "not wider" that allows what was refused', () => {
    let notWider = 0;
    fc.assert(
      fc.property(change, method, ({ before, after }, asked) => {
        if (isWider(asked, before, after)) return;
        notWider += 1;
        const old = allowances(asked, before);
        expect([...allowances(asked, after)].filter(each => !old.has(each))).toEqual([]);
      }),
      RUNS,
    );
    expect(notWider).toBeGreaterThan(RUNS.numRuns / 20);
  });

  it('nor of a gateway whose handshakes were refused', () => {
    fc.assert(
      fc.property(change, ({ before, after }) => {
        if (isWider('GET', before, after, 'gateway')) return;
        const old = handshakes(before);
        expect(handshakes(after).filter(origin => !old.includes(origin))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('calls it wider only where something is allowed that was refused, if there are exact origins alone', () => {
    const exact = fc.constantFrom('https://example.com', 'https://a.example.com', 'http://localhost:3000');
    const plain = fc.record({
      origin: fc.oneof(fc.constantFrom<false | '*'>(false, '*'), fc.array(exact, { maxLength: 3 })),
      credentials: fc.boolean(),
      allowedHeaders: list(HEADERS),
      exposedHeaders: list(HEADERS),
      enforce: fc.boolean(),
    });
    fc.assert(
      fc.property(plain, plain, (before, after) => {
        // Start-up refuses the two together, and the wildcard then counts without credentials.
        fc.pre(!(after.origin === '*' && after.credentials));
        if (!isWider('PUT', before, after)) return;
        const old = allowances('PUT', before);
        expect([...allowances('PUT', after)].filter(each => !old.has(each))).not.toEqual([]);
      }),
      RUNS,
    );
  });

  it('calls no policy wider than itself', () => {
    fc.assert(
      fc.property(options, method, (policy, asked) => {
        expect(surfaceChanges(rowsOf(asked, policy), rowsOf(asked, policy))).toEqual([]);
      }),
      RUNS,
    );
  });
});
