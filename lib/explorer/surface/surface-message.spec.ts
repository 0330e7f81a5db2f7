import type { CorsRoute } from '../../interfaces/index.js';
import { surfaceMessage } from './surface-message.js';

const FROM = { level: 'controller' as const };

function route(path: string, policy: Record<string, unknown>, others: Partial<CorsRoute> = {}): CorsRoute {
  const fields = Object.entries(policy).map(([name, value]) => [name, { value, ...FROM }]);
  return {
    method: 'GET',
    path,
    handler: 'CatsController.find',
    policy: Object.fromEntries(fields) as CorsRoute['policy'],
    ...others,
  };
}

function marks(...routes: CorsRoute[]): string[][] {
  return surfaceMessage(routes).routes.map(each => [...each.marks]);
}

describe('The surface that is shown', () => {
  it.each([
    [{ origin: '*' }, ['any-origin']],
    [{ origin: 'https://a.example', credentials: true }, ['credentials']],
    [{ origin: 'https://a.example', credentials: false }, []],
    [{ origin: false, credentials: true }, ['no-access']],
    [{ origin: ['https://*.example.com'] }, []],
  ])('of %j: %j stands out', (policy, expected) => {
    expect(marks(route('/', policy))).toEqual([expected]);
  });

  it.each<[Partial<CorsRoute>, Record<string, unknown>, string[]]>([
    [{ method: 'POST' }, {}, ['simple-post']],
    [{ method: 'ALL' }, { enforce: 'report' }, ['simple-post']],
    [{ method: 'POST' }, { enforce: true }, ['enforced']],
    [{ method: 'PUT' }, { enforce: false }, []],
    [{ method: 'GET' }, { enforce: true }, ['enforced']],
    [{ kind: 'path', method: 'ALL' }, {}, []],
    [{ kind: 'path', method: 'ALL' }, { enforce: true }, ['enforced']],
    [{ kind: 'gateway' }, { enforce: true, handshakes: false }, []],
    [{ kind: 'gateway' }, { handshakes: 'report' }, []],
    [{ kind: 'gateway' }, { handshakes: true }, ['enforced']],
    [{ kind: 'gateway' }, {}, ['enforced']],
  ])('of %j with %j: %j stands out', (others, policy, expected) => {
    expect(marks(route('/', { origin: 'https://a.example', ...policy }, others))).toEqual([expected]);
  });

  it('a gateway that is left to the application is not enforced', () => {
    expect(marks(route('/', {}, { kind: 'gateway' }))).toEqual([[]]);
  });

  const open = { origin: '*' };
  const closed = { origin: false };
  const differ = [
    ['any-origin', 'versions-differ'],
    ['no-access', 'versions-differ'],
  ];
  const alike = [['any-origin'], ['no-access']];

  it.each([
    [
      'a header tells apart',
      route('/cats', open, { version: '1' }),
      route('/cats', closed, { version: '2' }),
      differ,
    ],
    [
      'the path tells apart',
      route('/api/v1/cats', open, { version: '1' }),
      route('/api/v2/cats', closed, { version: '2' }),
      differ,
    ],
    [
      'one of which is neutral',
      route('/cats', open, { version: 'neutral' }),
      route('/cats', closed, { version: ['2', '3'] }),
      differ,
    ],
    [
      'of other methods',
      route('/cats', open, { version: '1' }),
      route('/cats', closed, { version: '2', method: 'PUT' }),
      alike,
    ],
    [
      'of other hosts',
      route('/cats', open, { version: '1', host: 'a' }),
      route('/cats', closed, { version: '2', host: 'b' }),
      alike,
    ],
    [
      'of other paths',
      route('/v1/cats', open, { version: '1' }),
      route('/v2/dogs', closed, { version: '2' }),
      alike,
    ],
    ['that are none', route('/cats', open), route('/cats', closed), alike],
  ])('marks versions that differ: %s', (_, one, other, expected) => {
    expect(marks(one, other)).toEqual(expected);
  });

  it('does not mark versions with the same values from other levels', () => {
    const one = route('/cats', open, { version: '1' });
    const other = {
      ...route('/cats', {}, { version: '2' }),
      policy: { origin: { value: '*', level: 'method' as const } },
    };

    expect(marks(one, other)).toEqual([['any-origin'], ['any-origin']]);
  });

  it('names the policies, and suggests origins that a page can have', () => {
    const named = {
      origin: {
        value: ['/^x$/', 'https://*.c.example', 'http://localhost:*'],
        level: 'method' as const,
        named: 'partners',
      },
    };
    const { policies, origins, routes } = surfaceMessage([
      { ...route('/', {}), policy: named },
      route('/a', { origin: ['https://b.example', 'https://a.example'] }),
      route('/b', { origin: '/^https:\\/\\/[ab]\\.example$/' }),
      route('/c', { origin: false }),
    ]);

    expect(policies).toEqual(['partners']);
    expect(routes[0]?.policies).toEqual(['partners']);
    expect(origins).toEqual(['https://a.example', 'https://app.c.example', 'https://b.example']);
    expect(routes.map(({ exampleOrigin }) => exampleOrigin)).toEqual([
      'https://app.c.example',
      'https://b.example',
      'https://a.example',
      undefined,
    ]);
  });
});
