import { type SurfaceRow, nameOf } from '../surface/surface-row.js';
import { changeLines, verdictOn } from './change-list.js';
import { worstOf } from './direction.js';
import { subsumes } from './origin-changes.js';
import { mayOverlap } from './path-overlap.js';
import { surfaceChanges } from './surface-changes.js';

const BUILT_IN = { origin: false, allowedHeaders: ['Content-Type'], credentials: false, enforce: false };

type Fields = Readonly<Record<string, unknown>>;

function row(where: string, fields: Fields = {}, other: Partial<SurfaceRow> = {}): SurfaceRow {
  const [method = '', path = ''] = where.split(' ');
  const policy = Object.fromEntries([
    ...Object.entries(BUILT_IN).map(([field, value]) => [field, { value, level: 'built-in' }]),
    ...Object.entries(fields).map(([field, value]) => [field, { value, level: 'controller' }]),
  ]) as SurfaceRow['policy'];
  return { kind: 'route', method, path, hosts: [], versions: [], handler: 'Cats.find', policy, ...other };
}

/** The changes of one route's policy: `wider origin + https://a.example`. */
function changes(before: Fields, after: Fields, where = 'GET /cats'): string[] {
  return surfaceChanges([row(where, before)], [row(where, after)]).flatMap(({ fields }) =>
    fields.map(({ direction, field, what }) => `${direction} ${field} ${what}`),
  );
}

/** `wider changed GET /cats` for each row. */
function rows(before: readonly SurfaceRow[], after: readonly SurfaceRow[]): string[] {
  return surfaceChanges(before, after).map(
    ({ direction, event, row: changed, note }) =>
      `${direction} ${event} ${nameOf(changed)}${note === undefined ? '' : `: ${note}`}`,
  );
}

const APP = 'https://app.example.com';
const OPEN = { origin: APP };

describe('A change of origin', () => {
  it.each<[unknown, unknown, string[]]>([
    [false, APP, [`wider origin + ${APP}`]],
    [APP, false, [`narrower origin - ${APP}`]],
    [APP, [APP], []],
    [[APP, 'https://b.example'], ['https://b.example', APP], []],
    [APP, '*', ['wider origin + *']],
    ['*', APP, ['narrower origin - *']],
    [APP, 'https://b.example', ['wider origin + https://b.example', `narrower origin - ${APP}`]],
    // Subdomains.
    ['https://*.example.com', APP, ['narrower origin - https://*.example.com']],
    [APP, 'https://*.example.com', ['wider origin + https://*.example.com']],
    [
      'https://*.example.com',
      ['https://*.example.com', APP],
      ['changed origin written otherwise, the same origins'],
    ],
    [
      'https://*.example.com',
      'https://example.com',
      ['wider origin + https://example.com', 'narrower origin - https://*.example.com'],
    ],
    ['https://*.example.com', 'https://*.a.example.com', ['narrower origin - https://*.example.com']],
    ['https://*.a.example.com', 'https://*.example.com', ['wider origin + https://*.example.com']],
    [
      'https://*.example.com',
      'http://app.example.com',
      ['wider origin + http://app.example.com', 'narrower origin - https://*.example.com'],
    ],
    [
      'https://*.example.com',
      'https://notexample.com',
      ['wider origin + https://notexample.com', 'narrower origin - https://*.example.com'],
    ],
    [
      'https://*.example.com',
      'https://app.example.com:8443',
      ['wider origin + https://app.example.com:8443', 'narrower origin - https://*.example.com'],
    ],
    [
      'https://*.example.com:*',
      'https://app.example.com:8443',
      ['narrower origin - https://*.example.com:*'],
    ],
    ['https://*.example.com', 'https://*.example.com:*', ['wider origin + https://*.example.com:*']],
    // Ports.
    ['http://localhost:*', 'http://localhost:3000', ['narrower origin - http://localhost:*']],
    ['http://localhost:*', 'http://localhost', ['narrower origin - http://localhost:*']],
    ['http://localhost:3000', 'http://localhost:*', ['wider origin + http://localhost:*']],
    ['http://*.localhost:*', 'http://a.localhost:*', ['narrower origin - http://*.localhost:*']],
    // Expressions and predicates.
    [
      '/^https:\\/\\/[a-z]+\\.example\\.com$/',
      APP,
      ['narrower origin - /^https:\\/\\/[a-z]+\\.example\\.com$/'],
    ],
    [APP, '/^https:\\/\\/app\\.example\\.com$/', ['unknown origin + /^https:\\/\\/app\\.example\\.com$/']],
    ['/^a$/', '/^b$/', ['unknown origin + /^b$/', 'narrower origin - /^a$/']],
    ['/^a$/', '/^a$/i', ['unknown origin + /^a$/i', 'narrower origin - /^a$/']],
    ['/^a$/', ['/^a$/'], []],
    ['*', '/^b$/', ['narrower origin - *']],
    ['[function isTenant]', '[function isTenant]', []],
    [
      '[function isTenant]',
      '[class Tenants]',
      ['unknown origin + [class Tenants]', 'narrower origin - [function isTenant]'],
    ],
    [
      '[function ]',
      ['[function ]', '[function ]'],
      ['unknown origin + [function ]', 'unknown origin + [function ]'],
    ],
    ['[function isTenant]', ['[function isTenant]', APP], [`unknown origin + ${APP}`]],
    [
      '[function isTenant]',
      ['[function isTenant]', 'https://*.a.example'],
      ['unknown origin + https://*.a.example'],
    ],
  ])('%j to %j', (before, after, expected) => {
    expect(changes({ origin: before }, { origin: after })).toEqual(expected);
  });

  it('null and file:// count where a permission lets an expression have them', () => {
    const origin = '/^(null|https:\\/\\/a\\.example)$/';
    expect(changes({ origin }, { origin, dangerously: { allowNullOrigin: true } })).toEqual([
      'wider origin + null',
      'changed dangerously not set → {"allowNullOrigin":true}',
    ]);
    const asked = '[function isTenant]';
    expect(changes({ origin: asked }, { origin: asked, dangerously: { allowFileOrigin: true } })).toEqual([
      'unknown origin + file://',
      'changed dangerously not set → {"allowFileOrigin":true}',
    ]);
  });
});

describe('A change of another field', () => {
  it.each<[Fields, Fields, string[]]>([
    [{}, { credentials: true }, ['wider credentials no → yes']],
    [{ credentials: true }, {}, ['narrower credentials yes → no']],
    [{}, { methods: ['GET', 'PUT'] }, ['wider methods + PUT', 'narrower methods - HEAD']],
    [{ methods: 'GET, PUT' }, { methods: ['PUT', 'GET'] }, []],
    [{ methods: [] }, {}, ['wider methods + GET', 'wider methods + HEAD']],
    [{}, { methods: [] }, ['narrower methods - GET', 'narrower methods - HEAD']],
    [{}, { allowedHeaders: ['content-type', 'X-A'] }, ['wider allowedHeaders + x-a']],
    [{}, { allowedHeaders: '*' }, ['wider allowedHeaders + *']],
    [{ allowedHeaders: '*' }, {}, ['narrower allowedHeaders - *']],
    [{ exposedHeaders: ['X-A'] }, { exposedHeaders: 'X-A, ETag' }, ['wider exposedHeaders + etag']],
    [{ enforce: true }, {}, ['wider enforce yes → no']],
    [{ enforce: true }, { enforce: 'report' }, ['wider enforce yes → report']],
    [{ enforce: 'report' }, {}, ['changed enforce report → no']],
    [{ enforce: 'report' }, { enforce: true }, ['narrower enforce report → yes']],
    [{}, { enforce: 'report' }, ['changed enforce no → report']],
    [{ maxAge: 5 }, { maxAge: 600 }, ['changed maxAge 5 → 600']],
    [{}, { resourcePolicy: 'cross-origin' }, ['unknown resourcePolicy not set → cross-origin']],
    [{}, { resourcePolicy: 'same-origin' }, ['narrower resourcePolicy not set → same-origin']],
    [{ resourcePolicy: 'same-origin' }, {}, ['wider resourcePolicy same-origin → not set']],
    [
      { resourcePolicy: 'same-site' },
      { resourcePolicy: 'cross-origin' },
      ['wider resourcePolicy same-site → cross-origin'],
    ],
    [{ resourcePolicy: 'cross-origin' }, {}, ['changed resourcePolicy cross-origin → not set']],
    // Handshakes have no route's policy.
    [{ handshakes: true }, { handshakes: false }, ['changed handshakes yes → no']],
  ])('%j to %j', (before, after, expected) => {
    expect(changes({ ...OPEN, ...before }, { ...OPEN, ...after })).toEqual(expected);
  });

  it('opens nothing where no origin is allowed, except for enforce', () => {
    expect(changes({ enforce: true }, { methods: ['PUT'], credentials: true })).toEqual([
      'changed methods + PUT',
      'changed methods - GET',
      'changed methods - HEAD',
      'changed credentials no → yes',
      'wider enforce yes → no',
    ]);
  });

  it('a named policy that changed under its name is named', () => {
    const named = (origin: string): SurfaceRow => ({
      ...row('GET /cats'),
      policy: { origin: { value: origin, level: 'method', named: 'partners' } },
    });
    const [line] = changeLines(surfaceChanges([named(APP)], [named('*')]));
    expect(line).toEqual({
      direction: 'wider',
      method: 'GET',
      path: '/cats',
      field: 'origin',
      what: "+ * (policy 'partners')",
    });
  });

  it('another level with the same value is no change', () => {
    const policy = { ...row('GET /cats').policy, origin: { value: false, level: 'method' } };
    expect(rows([row('GET /cats')], [{ ...row('GET /cats'), policy }])).toEqual([]);
  });
});

describe('A row', () => {
  it('that is new and open is wider, and one that is closed is not', () => {
    const added = [row('GET /cats'), row('GET /dogs', OPEN, { handler: 'Dogs.find' })];
    expect(rows([], added)).toEqual(['wider new GET /dogs', 'changed new GET /cats']);
  });

  it('whose handler has another name is the same', () => {
    const renamed = row('GET /cats', OPEN, { handler: 'Cats.list' });
    expect(rows([row('GET /cats', OPEN)], [renamed])).toEqual(['changed changed GET /cats: was Cats.find']);
  });

  it('that moved is compared with what it was', () => {
    expect(rows([row('GET /cats', OPEN)], [row('GET /api/cats', OPEN)])).toEqual([
      'changed moved GET /api/cats: was GET /cats',
    ]);
    expect(rows([row('GET /cats')], [row('GET /api/cats', OPEN)])).toEqual([
      'wider moved GET /api/cats: was GET /cats',
    ]);
  });

  it('that moved, of several of one name, is compared with the one that makes the change widest', () => {
    const before = [row('GET /a', OPEN), row('GET /b')];
    const after = [row('GET /x/a', OPEN), row('GET /x/b', OPEN)];
    expect(rows(before, after)).toEqual([
      'wider moved GET /x/a: was GET /a or GET /b',
      'wider moved GET /x/b: was GET /a or GET /b',
    ]);
  });

  it('whose handler is at a further path is new', () => {
    const both = [row('GET /cats', OPEN), row('GET /kittens', OPEN)];
    expect(rows([row('GET /cats', OPEN)], both)).toEqual(['wider new GET /kittens']);
  });

  it('of another host or version is another', () => {
    const versioned = row('GET /cats', OPEN, { versions: ['2'], handler: 'CatsV2.find' });
    expect(rows([row('GET /cats', OPEN)], [row('GET /cats', OPEN), versioned])).toEqual([
      'wider new GET /cats (version 2)',
    ]);
    const bound = row('GET /cats', OPEN, { hosts: ['a.example'] });
    expect(rows([row('GET /cats', OPEN)], [bound])).toEqual([
      'changed moved GET /cats (host a.example): was GET /cats',
    ]);
  });

  it('that is gone is narrower, unless a wider one may answer there', () => {
    const other = row('GET /cats/:id', OPEN, { handler: 'Cats.one' });
    const closed = row('GET /cats/me', {}, { handler: 'Cats.me' });
    expect(rows([row('GET /dogs', OPEN), other], [other])).toEqual(['narrower removed GET /dogs']);
    expect(rows([closed, other], [other])).toEqual([
      'unknown removed GET /cats/me: GET /cats/:id may answer there',
    ]);
    const open = row('GET /cats/me', OPEN, { handler: 'Cats.me' });
    expect(rows([open, other], [other])).toEqual(['narrower removed GET /cats/me']);
  });
});

describe('A key of paths', () => {
  const key = (path: string, fields: Fields = {}, policy?: SurfaceRow['policy']) => {
    const made = row(`ALL ${path}`, fields, { kind: 'path', handler: undefined });
    return policy === undefined ? made : { ...made, policy };
  };

  it('that is gone leaves its paths to a longer one, or to defaults, which nobody can tell', () => {
    expect(rows([key('/internal/*')], [])).toEqual([
      'unknown removed ALL /internal/*: has the policy of defaults, which a surface does not show',
    ]);
    expect(rows([key('/a/*'), key('/a/b/*')], [key('/a/*')])).toEqual(['narrower removed ALL /a/b/*']);
    expect(rows([key('/a/*', OPEN), key('/a/b')], [key('/a/*', OPEN)])).toEqual([
      'wider removed ALL /a/b: ALL /a/* may answer there',
    ]);
  });

  it('that is new is wider where it is open, and where it takes away what a key around it did', () => {
    expect(rows([], [key('/fonts/*', OPEN)])).toEqual(['wider new ALL /fonts/*']);
    expect(rows([], [key('/fonts/*')])).toEqual(['changed new ALL /fonts/*']);
    expect(rows([key('/*', { enforce: true })], [key('/*', { enforce: true }), key('/a/*')])).toEqual([
      'wider new ALL /a/*: had the policy of /*',
    ]);
  });

  it('that is left to the application cannot be told', () => {
    expect(rows([], [key('/mcp', {}, {})])).toEqual(['unknown new ALL /mcp']);
    expect(rows([key('/mcp')], [key('/mcp', {}, {})])).toEqual(['unknown changed ALL /mcp']);
    expect(rows([key('/mcp', {}, {})], [key('/mcp', {}, {})])).toEqual([]);
  });

  it('sets handshakes as well', () => {
    expect(
      rows([key('/ws', { origin: false })], [key('/ws', { origin: false, handshakes: 'report' })]),
    ).toEqual(['wider changed ALL /ws']);
  });
});

describe('A gateway', () => {
  const gateway = (fields: Fields) => row('GET /chat', fields, { kind: 'gateway', handler: 'ChatGateway' });

  it.each<[Fields, Fields, string[]]>([
    [OPEN, { origin: '*' }, ['wider changed GET /chat']],
    [OPEN, { ...OPEN, handshakes: false }, ['wider changed GET /chat']],
    [OPEN, { ...OPEN, handshakes: 'report' }, ['wider changed GET /chat']],
    [OPEN, { ...OPEN, handshakes: true }, []],
    [{ ...OPEN, handshakes: 'report' }, OPEN, ['narrower changed GET /chat']],
    [{}, OPEN, ['wider changed GET /chat']],
  ])('%j to %j', (before, after, expected) => {
    expect(rows([gateway(before)], [gateway(after)])).toEqual(expected);
  });

  it('of another port is another', () => {
    const other = { ...gateway(OPEN), port: 8080 };
    expect(rows([gateway(OPEN)], [gateway(OPEN), other])).toEqual(['wider new GET /chat (port 8080)']);
  });

  it('without an origin refuses nothing by default', () => {
    expect(rows([], [gateway({})])).toEqual(['wider new GET /chat']);
    expect(rows([], [gateway({ handshakes: true })])).toEqual(['changed new GET /chat']);
  });
});

describe('The verdict', () => {
  it('counts rows, the widest first', () => {
    const before = [row('GET /a'), row('GET /b', OPEN)];
    const after = [row('GET /a', OPEN), row('GET /b')];
    const found = surfaceChanges(before, after);
    expect(worstOf(found)).toBe('wider');
    expect(verdictOn(found)).toBe('The change opens something: 1 row wider, 1 row narrower.');
    expect(verdictOn([])).toBe('Nothing changed.');
  });
});

describe('A pattern', () => {
  it.each([
    ['https://*.example.com', 'https://*.a.example.com', true],
    ['https://*.example.com', 'https://*.notexample.com', false],
    ['https://*.a.example.com', 'https://*.example.com', false],
    ['https://*.example.com:*', 'https://*.example.com:8443', true],
    ['https://*.example.com', 'https://a.example.com:*', false],
    ['https://example.com:*', 'https://*.example.com:*', false],
    ['https://*.example.com:*', 'https://example.com:*', false],
    ['http://localhost:*', 'https://localhost:*', false],
  ])('%s has all of %s: %s', (rule, pattern, expected) => {
    expect(subsumes(rule, pattern)).toBe(expected);
  });
});

describe('Two paths', () => {
  it.each([
    ['/a/b', '/a/:id', true],
    ['/a/b', '/A/B', true],
    ['/a/b', '/a', false],
    ['/a/b', '/:x/c', false],
    ['/a/b', '/a/*rest', true],
    ['/a', '/{b}', true],
    ['/a/b/c', '/a/:id', false],
    ['/:a/x', '/y/:b', true],
  ])('%s and %s may meet: %s', (one, other, expected) => {
    expect(mayOverlap(one, other)).toBe(expected);
    expect(mayOverlap(other, one)).toBe(expected);
  });
});
