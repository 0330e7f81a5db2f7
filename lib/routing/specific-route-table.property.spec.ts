import fc from '../../test/support/fast-check.js';
import FindMyWay from 'find-my-way';
import { SpecificRouteTable } from './specific-route-table.js';

const METHODS = ['GET', 'PUT'] as const;

const segment = fc.constantFrom(
  ...['cats', 'Cats', 'cat', 'c', 'dogs', 'kelvin', 'über', 'a%b', 'a$b', '::x', 'x::', ''],
  ...[':id', ':name', ':id(\\d+)', ':a-:b', ':file.png', 'cat:rest', 'cats-:id', ':id(^[a-c]+$)', 'cats*'],
);
const routePath = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.constantFrom('', '', '', '*', ':last?', ':a/*'))
  .map(([segments, last]) => `/${[...segments, ...(last === '' ? [] : [last])].join('/')}`);
const route = fc.record({ method: fc.constantFrom(...METHODS), path: routePath });

const word = fc.constantFrom(
  ...[
    'cats',
    'Cats',
    'cat',
    'c',
    'dogs',
    'kelvin',
    '\u212Aelvin',
    'über',
    '%C3%BCber',
    '%63ats',
    '%43ats',
    '',
  ],
  ...[
    'a%25b',
    'a%2525b',
    'a$b',
    'a%24b',
    ':x',
    'x:',
    '%3Ax',
    '1',
    '12',
    'abc',
    'cats-1',
    'x-y',
    'me.png',
    '%zz',
    '%2F',
  ],
);
const requestPath = fc
  .tuple(
    fc.array(word, { maxLength: 5 }),
    fc.constantFrom('', '', '/', '?a=/cats', ';a=1', '#/dogs'),
    fc.constantFrom('', '', '', 'http://a.example', 'HTTPS://a.example', 'http://'),
  )
  .map(([words, end, start]) => `${start}/${words.join('/')}${end}`);

const settings = fc.record({
  caseSensitive: fc.boolean(),
  ignoreTrailingSlash: fc.boolean(),
  ignoreDuplicateSlashes: fc.boolean(),
  useSemicolonDelimiter: fc.boolean(),
  maxParamLength: fc.constantFrom(2, 100),
});

type Router = FindMyWay.Instance<FindMyWay.HTTPVersion.V1>;
type Routes = readonly { readonly method: string; readonly path: string }[];

/**
 * Puts all routes into one router, as Fastify does. Leaves out routes that Fastify would reject.
 */
function routerOf(routes: Routes, options: object): { readonly router: Router; readonly accepted: Routes } {
  const router = FindMyWay({ ...options, allowUnsafeRegex: true });
  for (const each of routes) {
    try {
      router.on(each.method as 'GET', each.path, () => undefined, each);
    } catch {
      // Started again without the rejected route, because one of its two optional paths may be in
      // the router.
      return routerOf(
        routes.filter(other => other !== each),
        options,
      );
    }
  }
  return { router, accepted: routes };
}

test('groups of routes choose the same route as one router of all routes', () => {
  fc.assert(
    fc.property(
      fc.array(route, { maxLength: 12 }),
      fc.array(requestPath, { minLength: 1, maxLength: 12 }),
      settings,
      (routes, urls, options) => {
        const { router, accepted } = routerOf(routes, options);
        const table = new SpecificRouteTable(
          accepted.map(payload => ({
            methods: [payload.method],
            path: payload.path,
            servesHost: undefined,
            versions: undefined,
            payload,
          })),
          { ...options, createRouter: FindMyWay, allMethods: [], headRoutes: false },
        );
        for (const url of urls) {
          for (const method of METHODS) {
            const expected = router.find(method, url)?.store as object | undefined;
            const [found] = table.at({ url, hostname: 'a.example' }).find(method);
            expect({ url, method, found }).toEqual({ url, method, found: expected });
          }
        }
      },
    ),
    { numRuns: Number(process.env.ROUTE_RUNS ?? 1000) },
  );
});
