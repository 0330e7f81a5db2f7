import { PolicyBook } from '../policy-book.js';
import type { PlacedLayer } from '../policy-merge.js';
import type { CorsPolicyOptions } from '../policy-options.js';

const UNSET = { origin: undefined } as unknown as CorsPolicyOptions;
const resolvers = {
  problemWith: () => undefined,
  instanceOf: () => {
    throw new Error('no resolver');
  },
};

function entered(layers: readonly PlacedLayer[]): PolicyBook {
  const book = new PolicyBook(resolvers);
  book.enter('GET /a', layers);
  return book;
}

describe('an origin that is written and undefined', () => {
  it.each<[PlacedLayer['level'], string | undefined]>([
    ['method', undefined],
    ['controller', undefined],
  ])('is an error at a %s', (level, named) => {
    const { report, warnings } = entered([{ level, place: 'x', options: UNSET, ...(named && { named }) }]);
    expect(report.problems).toEqual([
      expect.objectContaining({
        field: 'origin',
        reason: expect.stringMatching(
          /so the next level decides\. Perhaps an environment variable/,
        ) as unknown,
        suggestion: expect.stringMatching(/parseOrigins\(\)/) as unknown,
      }),
    ]);
    expect(warnings.problems).toEqual([]);
  });

  it.each<PlacedLayer['level']>(['method', 'controller'])('leaves a %s without a policy', level => {
    const layers: readonly PlacedLayer[] = [{ level, place: 'x', options: UNSET }];
    expect(new PolicyBook(resolvers).enter('GET /a', layers)).toBeUndefined();
  });

  it.each<[PlacedLayer['level'], string | undefined]>([
    ['defaults', undefined],
    ['method', 'partners'],
    ['defaults', 'partners'],
  ])('is a warning in %s, named %s', (level, named) => {
    const { report, warnings } = entered([{ level, place: 'x', options: UNSET, ...(named && { named }) }]);
    expect(report.problems).toEqual([]);
    expect(warnings.problems).toEqual([
      expect.objectContaining({
        field: 'origin',
        reason: expect.stringMatching(/so no other origin has access\. Perhaps an environment/) as unknown,
        suggestion: expect.stringMatching(/parseOrigins\(\)/) as unknown,
      }),
    ]);
  });

  it('is reported for each route that has it', () => {
    const book = new PolicyBook(resolvers);
    const layers: readonly PlacedLayer[] = [{ level: 'defaults', place: 'x', options: UNSET }];
    book.enter('GET /a', layers);
    expect(book.known(layers)).toBeUndefined();
  });
});

describe('credentials without an origin', () => {
  const credentials: PlacedLayer = { level: 'defaults', place: 'defaults', options: { credentials: true } };
  const origin: PlacedLayer = { level: 'method', place: 'method', options: { origin: 'https://a.example' } };

  const warningsOf = (...entries: readonly (readonly PlacedLayer[])[]): readonly unknown[] => {
    const book = new PolicyBook(resolvers);
    entries.forEach((layers, index) => book.enter(`GET /${index}`, layers));
    book.close();
    return book.warnings.problems;
  };

  it('is a warning, with all the routes', () => {
    expect(warningsOf([credentials], [credentials])).toEqual([
      expect.objectContaining({
        field: 'credentials',
        value: true,
        reason: expect.stringMatching(/^no level sets origin/) as unknown,
        suggestion: expect.stringMatching(/^add origin, as in origin: 'https:/) as unknown,
        place: 'defaults',
        routes: ['GET /0', 'GET /1'],
      }),
    ]);
  });

  it.each<[string, readonly (readonly PlacedLayer[])[]]>([
    ['some route has an origin', [[credentials], [origin, credentials]]],
    [
      'an origin is refused on purpose',
      [[{ ...credentials, options: { credentials: true, origin: false } }]],
    ],
    [
      'a nearer level takes them back',
      [[{ level: 'method', place: 'm', options: { credentials: false } }, credentials]],
    ],
  ])('is none where %s', (_, entries) => {
    expect(warningsOf(...entries)).toEqual([]);
  });
});

describe("a route's own method", () => {
  const warningsOf = (method: string, options: CorsPolicyOptions): readonly unknown[] => {
    const book = new PolicyBook(resolvers);
    const layers: readonly PlacedLayer[] = [{ level: 'controller', place: 'c', options }];
    const entry = book.enter('GET /a', layers);
    if (entry === undefined) throw new Error('no entry');
    book.checkMethod(() => 'POST /a', method, entry, layers);
    return book.warnings.problems;
  };

  it('that is missing in methods is a warning', () => {
    expect(warningsOf('POST', { origin: '*', methods: ['GET'] })).toEqual([
      expect.objectContaining({
        field: 'methods',
        value: ['GET'],
        reason: expect.stringMatching(/^methods does not contain POST, the method of the route,/) as unknown,
        suggestion: expect.stringMatching(/^add 'POST', or leave methods out/) as unknown,
        routes: ['POST /a'],
        place: 'c',
      }),
    ]);
  });

  it.each<[string, string, CorsPolicyOptions]>([
    ['it is there', 'POST', { origin: '*', methods: 'POST' }],
    ['there are no methods', 'POST', { origin: '*' }],
    ['none are meant', 'POST', { origin: '*', methods: [] }],
    ['the route has every method', 'ALL', { origin: '*', methods: ['GET'] }],
    ['no origin has access', 'POST', { origin: false, methods: ['GET'] }],
  ])('is nothing to warn of where %s', (_, method, options) => {
    expect(warningsOf(method, options)).toEqual([]);
  });
});
