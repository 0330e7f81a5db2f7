import { unchecked } from '../../test/support/policies.js';
import { CorsConfigurationError } from './configuration-error.js';
import { type ResolverLookup, PolicyBook } from './policy-book.js';
import type { PlacedLayer } from './policy-merge.js';
import type { CorsOriginResolver, CorsOriginResolverType, CorsPolicyOptions } from './policy-options.js';
import type { PolicyProblem } from './policy-problem.js';

const ORIGIN = 'https://app.example.com';

class TenantOrigins implements CorsOriginResolver {
  readonly asked: [string, unknown][] = [];
  isAllowed(origin: string, request: unknown): boolean {
    this.asked.push([origin, request]);
    return true;
  }
}

/** Provides instances of the given classes. Other classes are problems. */
class Providers implements ResolverLookup {
  readonly lookedUp: CorsOriginResolverType[] = [];
  constructor(
    private readonly instances: ReadonlyMap<CorsOriginResolverType, CorsOriginResolver> = new Map(),
  ) {}

  problemWith(type: CorsOriginResolverType): PolicyProblem | undefined {
    this.lookedUp.push(type);
    if (this.instances.has(type)) return undefined;
    return {
      field: 'origin',
      value: type,
      reason: `no module provides ${type.name}`,
      suggestion: 'provide it',
    };
  }

  instanceOf(type: CorsOriginResolverType): CorsOriginResolver {
    const instance = this.instances.get(type);
    if (instance === undefined) throw new TypeError('Nobody provides it.');
    return instance;
  }
}

function defaults(options: CorsPolicyOptions): PlacedLayer {
  return { level: 'defaults', place: 'defaults in CorsModule.forRoot()', options };
}

function onController(options: CorsPolicyOptions, name = 'CatsController'): PlacedLayer {
  return { level: 'controller', place: `@CorsPolicy() on ${name}`, options };
}

function onMethod(options: CorsPolicyOptions, name = 'CatsController.find'): PlacedLayer {
  return { level: 'method', place: `@CorsPolicy() on ${name}`, options };
}

function named(level: PlacedLayer['level'], name: string, options: CorsPolicyOptions): PlacedLayer {
  return { level, named: name, place: `policies.${name} in CorsModule.forRoot()`, options };
}

/** Problems without their texts, which the validation tests check. */
function outline({ report }: PolicyBook): object[] {
  return report.problems.map(({ field, value, level, place, routes }) => ({
    field,
    value,
    level,
    place,
    routes,
  }));
}

function errorOf(book: PolicyBook): unknown {
  try {
    book.close();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a policy that is entered', () => {
  it('is compiled, with where each of its values came from', () => {
    const book = new PolicyBook(new Providers());
    const entry = book.enter('GET /cats', [
      onMethod({ maxAge: 60 }),
      named('controller', 'partners', { origin: ORIGIN, credentials: true }),
      defaults({ maxAge: 600, credentials: false }),
    ]);
    expect(entry?.effective).toMatchObject({
      maxAge: { value: 60, level: 'method' },
      origin: { value: ORIGIN, level: 'controller', named: 'partners' },
      credentials: { value: true, level: 'controller', named: 'partners' },
      enforce: { value: false, level: 'built-in' },
    });
    expect(entry?.policy).toMatchObject({ maxAge: 60, credentials: true });
    expect(entry?.policy.origin.verdict(ORIGIN)).toBe('allowed');
    expect(errorOf(book)).toBeUndefined();
  });

  it('is the built-in one without any level', () => {
    const entry = new PolicyBook(new Providers()).enter('GET /cats', []);
    expect(entry?.policy.origin.verdict(ORIGIN)).toBe('refused');
  });

  it.each<[string, PlacedLayer[], PlacedLayer[]]>([
    ['the same levels', [defaults({ origin: ORIGIN })], [defaults({ origin: ORIGIN })]],
    [
      'the same values from different levels',
      [onMethod({ origin: ORIGIN })],
      [defaults({ origin: [ORIGIN] })],
    ],
    ['nothing and the built-in values', [], [onMethod({ origin: false, enforce: false })]],
  ])('shares its compiled form with an equal one: %s', (_, one, another) => {
    const book = new PolicyBook(new Providers());
    const first = book.enter('GET /a', one);
    const second = book.enter('GET /b', another);
    expect(first?.policy).toBe(second?.policy);
    expect(first?.policy).toBeDefined();
  });

  it('shares its compiled form with no other one', () => {
    const book = new PolicyBook(new Providers());
    const first = book.enter('GET /a', [onMethod({ origin: () => true })]);
    const second = book.enter('GET /b', [onMethod({ origin: () => true })]);
    expect(first?.policy).not.toBe(second?.policy);
  });
});

describe('a resolver class', () => {
  it('is asked through one predicate for all policies that name it', () => {
    const tenants = new TenantOrigins();
    const book = new PolicyBook(new Providers(new Map([[TenantOrigins, tenants]])));
    const first = book.enter('GET /a', [onMethod({ origin: TenantOrigins })]);
    const second = book.enter('GET /b', [
      onMethod({ origin: ['https://b.example', TenantOrigins], maxAge: 1 }),
    ]);
    const [predicate] = first?.policy.origin.predicates ?? [];
    expect(second?.policy.origin.predicates).toEqual([predicate]);

    const request = {};
    expect(predicate?.(ORIGIN, request)).toBe(true);
    expect(tenants.asked).toEqual([[ORIGIN, request]]);
    // The log shows the name.
    expect(predicate?.name).toBe('TenantOrigins');
    expect(errorOf(book)).toBeUndefined();
  });

  it('is a problem where nobody provides it, with all its routes', () => {
    const book = new PolicyBook(new Providers());
    const layer = onController({ origin: [ORIGIN, TenantOrigins] });
    expect(book.enter('GET /a', [layer])).toBeUndefined();
    expect(book.enter('GET /b', [layer])).toBeUndefined();
    expect(outline(book)).toEqual([
      {
        field: 'origin',
        value: TenantOrigins,
        level: 'controller',
        place: layer.place,
        routes: ['GET /a', 'GET /b'],
      },
    ]);
  });

  it('is a problem without a list around it too', () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [onMethod({ origin: TenantOrigins })]);
    expect(book.report.problems.map(({ value }) => value)).toEqual([TenantOrigins]);
  });

  it('is a problem for each class, even if they have the same name', () => {
    const twins = [0, 1].map(() => {
      class Twin extends TenantOrigins {}
      return Twin;
    });
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [onMethod({ origin: twins })]);
    expect(book.report.problems.map(({ value }) => value)).toEqual(twins);
  });

  it('is looked up once for each place that names it, and a predicate never', () => {
    const providers = new Providers(new Map([[TenantOrigins, new TenantOrigins()]]));
    const book = new PolicyBook(providers);
    const shared = defaults({ origin: [() => true, TenantOrigins] });
    for (const route of ['GET /a', 'GET /b', 'GET /c']) book.enter(route, [shared]);
    expect(providers.lookedUp).toEqual([TenantOrigins]);
  });
});

describe('what is wrong', () => {
  it('is thrown even if it is one thing only', () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [onMethod({ maxAge: -1 })]);
    expect(book.report.problems).toHaveLength(1);
    expect(errorOf(book)).toBeInstanceOf(CorsConfigurationError);
  });

  it('keeps a policy from being compiled', () => {
    const book = new PolicyBook(new Providers());
    expect(book.enter('GET /a', [onMethod({ maxAge: -1 })])).toBeUndefined();
    expect(book.enter('GET /b', [onMethod({ origin: '*', credentials: true })])).toBeUndefined();
    expect(book.enter('GET /c', [onMethod({ origin: '*' })])).toBeDefined();
  });

  it('is thrown together, as one CorsConfigurationError', () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [
      onMethod({ maxAge: -1 }),
      onController({ methods: ['get'] }),
      defaults({ origin: 'https://a/' }),
    ]);
    book.enter('GET /b', [onMethod({ credentials: true }, 'B.b'), defaults({ origin: '*' })]);
    const error = errorOf(book);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(error).toHaveProperty('problems', book.report.problems);
    expect(outline(book).map(found => JSON.stringify(found))).toEqual(
      [
        {
          field: 'maxAge',
          value: -1,
          level: 'method',
          place: '@CorsPolicy() on CatsController.find',
          routes: ['GET /a'],
        },
        {
          field: 'methods',
          value: 'get',
          level: 'controller',
          place: '@CorsPolicy() on CatsController',
          routes: ['GET /a'],
        },
        {
          field: 'origin',
          value: 'https://a/',
          level: 'defaults',
          place: 'defaults in CorsModule.forRoot()',
          routes: ['GET /a'],
        },
        {
          field: 'origin',
          value: '*',
          level: 'defaults',
          place: 'defaults in CorsModule.forRoot()',
          routes: ['GET /b'],
        },
      ].map(found => JSON.stringify(found)),
    );
  });

  it('with one level is reported once, with all the routes that it holds for', () => {
    const book = new PolicyBook(new Providers());
    const broken = defaults({ maxAge: 1.5 });
    for (const route of ['GET /a', 'GET /b', 'GET /c']) book.enter(route, [onMethod({}), broken]);
    expect(outline(book)).toEqual([
      {
        field: 'maxAge',
        value: 1.5,
        level: 'defaults',
        place: broken.place,
        routes: ['GET /a', 'GET /b', 'GET /c'],
      },
    ]);
  });

  it('with a level is reported even if a nearer one sets the field', () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [onMethod({ maxAge: 1 }), defaults({ maxAge: -1 })]);
    expect(outline(book)).toMatchObject([{ field: 'maxAge', value: -1, level: 'defaults' }]);
  });

  it('in several members of a list is reported for each', () => {
    const book = new PolicyBook(new Providers());
    const origins = [/one/, /two/, 'https://three.example/', 'https://four.example'];
    book.enter('GET /a', [onMethod({ origin: origins })]);
    expect(book.report.problems.map(({ value }) => value)).toEqual(origins.slice(0, 3));
  });

  it('with a combination is reported together with what is wrong with a level alone', () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [onMethod({ maxAge: -1, credentials: true }), defaults({ origin: '*' })]);
    expect(outline(book)).toMatchObject([
      { field: 'maxAge', level: 'method' },
      { field: 'origin', value: '*', level: 'defaults' },
    ]);
  });

  it.each<[string, PlacedLayer[], object]>([
    [
      'the level itself',
      [onMethod({ origin: '*', credentials: true }), defaults({ origin: ORIGIN })],
      { level: 'method', place: '@CorsPolicy() on CatsController.find' },
    ],
    [
      'a level further off',
      [onMethod({ credentials: true }), onController({ maxAge: 1 }), defaults({ origin: '*' })],
      { level: 'defaults', place: 'defaults in CorsModule.forRoot()' },
    ],
    [
      'a named policy',
      [
        onMethod({ credentials: true }),
        named('method', 'open', { origin: '*' }),
        defaults({ origin: ORIGIN }),
      ],
      { level: 'method', named: 'open', place: 'policies.open in CorsModule.forRoot()' },
    ],
    [
      'the options beside a named policy',
      [onMethod({ origin: '*' }), named('method', 'open', { origin: ORIGIN, credentials: true })],
      { level: 'method', place: '@CorsPolicy() on CatsController.find' },
    ],
    [
      'the nearer of two levels',
      [onMethod({ maxAge: 1 }), onController({ origin: '*' }), defaults({ origin: '*', credentials: true })],
      { level: 'controller', place: '@CorsPolicy() on CatsController' },
    ],
  ])('with a combination is placed where its field was written: %s', (_, layers, source) => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', layers);
    expect(book.report.problems).toEqual([
      expect.objectContaining({ field: 'origin', value: '*', ...source }),
    ]);
  });

  it('with a combination is reported once, with all the routes that share it', () => {
    const book = new PolicyBook(new Providers());
    const open = defaults({ origin: '*' });
    for (const route of ['GET /a', 'GET /b'])
      book.enter(route, [onMethod({ credentials: true }, route), open]);
    expect(outline(book)).toEqual([
      { field: 'origin', value: '*', level: 'defaults', place: open.place, routes: ['GET /a', 'GET /b'] },
    ]);
  });

  it.each([null, undefined, 'https://app.example.com', 5, true])(
    'with a level that is no object at all is reported and not combined: %j',
    options => {
      const book = new PolicyBook(new Providers());
      const broken = named('defaults', 'broken', unchecked(options));
      expect(
        book.enter('GET /a', [onMethod({ credentials: true }), broken, defaults({ origin: '*' })]),
      ).toBeUndefined();
      expect(outline(book)).toEqual([
        { field: 'options', value: options, level: 'defaults', place: broken.place, routes: ['GET /a'] },
      ]);
    },
  );

  it('is null for a field, and keeps nobody from looking at the others', () => {
    const book = new PolicyBook(new Providers());
    const nulls = {
      origin: null,
      methods: null,
      allowedHeaders: null,
      exposedHeaders: null,
      credentials: null,
    };
    book.enter('GET /a', [onMethod(unchecked({ ...nulls, maxAge: null, dangerously: null, enforce: null }))]);
    expect(book.report.problems).toHaveLength(8);
  });

  it('stays wrong for a route whose other levels are sound, and no sound route suffers from it', () => {
    const book = new PolicyBook(new Providers());
    const shared = defaults({ origin: ORIGIN });
    expect(book.enter('GET /a', [onMethod(unchecked({ maxage: 1 })), shared])).toBeUndefined();
    expect(book.enter('GET /b', [shared])).toBeDefined();
    expect(book.report.problems).toHaveLength(1);
  });
});

describe('what is doubtful', () => {
  it('is a warning, once with all its routes, and no error', () => {
    const book = new PolicyBook(new Providers());
    const long = defaults({ origin: ORIGIN, maxAge: 86_400 });
    for (const route of ['GET /a', 'GET /b']) expect(book.enter(route, [onMethod({}), long])).toBeDefined();
    expect(errorOf(book)).toBeUndefined();
    expect(book.warnings.problems).toEqual([
      expect.objectContaining({
        field: 'maxAge',
        value: 86_400,
        level: 'defaults',
        place: long.place,
        routes: ['GET /a', 'GET /b'],
      }),
    ]);
  });

  it('is not mentioned for a policy that is wrong anyway', () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /a', [onMethod({ maxAge: 86_400, origin: '*', credentials: true })]);
    expect(book.warnings.problems).toEqual([]);
  });
});

describe('levels that were entered', () => {
  const knows = (...layers: readonly PlacedLayer[]): boolean => {
    const book = new PolicyBook(new Providers());
    const entry = book.enter('GET /a', layers);
    expect(book.known([...layers])).toBeUndefined();
    const known = book.known(layers);
    if (known !== undefined) expect(known).toBe(entry);
    return known !== undefined;
  };

  it.each<[string, PlacedLayer[]]>([
    ['nothing', []],
    ['an origin of a decorator', [onMethod({ origin: ORIGIN })]],
    ['an origin of the defaults', [defaults({ origin: ORIGIN })]],
    ['an origin of a named policy', [named('method', 'partners', { origin: ORIGIN })]],
    ['credentials for an origin', [onMethod({ credentials: true }), defaults({ origin: ORIGIN })]],
    ['no credentials', [onMethod({ credentials: false })]],
  ])('are known for the next route where there is nothing to say: %s', (_, layers) => {
    expect(knows(...layers)).toBe(true);
  });

  it.each<[string, PlacedLayer[]]>([
    ['an error', [onMethod({ maxAge: -1 })]],
    ['a doubtful value', [onMethod({ origin: ORIGIN, maxAge: 86_400 })]],
    ['credentials without an origin', [onMethod({ credentials: true })]],
  ])('are looked at again where each route has to be named: %s', (_, layers) => {
    expect(knows(...layers)).toBe(false);
  });
});

describe('a long list of origins', () => {
  it('is looked at once, however many routes it holds for', () => {
    let reads = 0;
    const origins = new Proxy([ORIGIN], {
      get(target, property): unknown {
        if (property === '0') reads += 1;
        return Reflect.get(target, property);
      },
    });
    const book = new PolicyBook(new Providers());
    const shared = defaults({ origin: origins, credentials: true });
    book.enter('GET /0', [shared]);
    const once = reads;
    for (let index = 1; index < 100; index += 1)
      book.enter(`GET /${index}`, [onMethod({}, `C.m${index}`), shared]);
    expect(once).toBeGreaterThan(0);
    expect(reads).toBe(once);
  });

  it('is looked at no more often where each of many options has it', () => {
    let reads = 0;
    const origins = new Proxy([`${ORIGIN}/`], {
      get(target, property): unknown {
        if (property === '0') reads += 1;
        return Reflect.get(target, property);
      },
    });
    const book = new PolicyBook(new Providers());
    book.enter('GET /0', [onMethod({ origin: origins }, 'C.m0')]);
    const once = reads;
    for (let index = 1; index < 100; index += 1)
      book.enter(`GET /${index}`, [onMethod({ origin: origins }, `C.m${index}`)]);
    expect(once).toBeGreaterThan(0);
    expect(reads).toBe(once);
    expect(book.report.problems).toHaveLength(100);
  });
});

describe('what is entered quietly', () => {
  it('has the policy of sound levels, which is that of others that say the same', () => {
    const book = new PolicyBook(new Providers());
    const layers = [onMethod({ origin: ORIGIN }), defaults({})];
    const entry = book.enterQuietly(layers);
    expect(entry?.policy.origin.verdict(ORIGIN)).toBe('allowed');
    expect(book.enterQuietly(layers)?.policy).toBe(entry?.policy);
    expect(book.enter('GET /cats', layers)?.policy).toBe(entry?.policy);
  });

  it.each<[string, PlacedLayer[]]>([
    ['a level that is no object', [onMethod(unchecked('nothing')), defaults({})]],
    ['an option that is wrong', [onMethod({ maxAge: -1 }), defaults({})]],
    ['a combination that is wrong', [onMethod({ origin: '*' }), defaults({ credentials: true })]],
  ])('of %s there is none, and nothing is told', (_, layers) => {
    const book = new PolicyBook(new Providers());
    expect(book.enterQuietly(layers)).toBeUndefined();
    expect(book.report.problems).toEqual([]);
  });
});

describe('the policy of a gateway', () => {
  const onGateway = (options: CorsPolicyOptions): PlacedLayer => ({
    level: 'gateway',
    place: '@CorsPolicy() on ChatGateway',
    options,
  });
  const GATEWAY = 'GET /chat (ChatGateway)';

  it('is compiled where nothing is wrong', () => {
    const book = new PolicyBook(new Providers());
    const entry = book.enterGateway(GATEWAY, [onGateway({ origin: ORIGIN }), defaults({})]);
    expect(entry?.effective.origin).toEqual({ value: ORIGIN, level: 'gateway' });
    expect(errorOf(book)).toBeUndefined();
  });

  it('is absent where a level is wrong', () => {
    const book = new PolicyBook(new Providers());
    expect(book.enterGateway(GATEWAY, [onGateway({ maxAge: -1 })])).toBeUndefined();
    expect(outline(book)).toMatchObject([{ field: 'maxAge', routes: [GATEWAY] }]);
  });

  it("is absent where a handshake with cookies could come from anywhere, and the problem's place is the level that says so", () => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /cats', [defaults({ origin: '*' })]);
    expect(errorOf(book)).toBeUndefined();
    expect(
      book.enterGateway(GATEWAY, [onGateway({ maxAge: 60 }), defaults({ origin: '*' })]),
    ).toBeUndefined();
    expect(outline(book)).toEqual([
      {
        field: 'origin',
        value: '*',
        level: 'defaults',
        place: 'defaults in CorsModule.forRoot()',
        routes: [GATEWAY],
      },
    ]);
  });

  it.each<[CorsPolicyOptions, string]>([
    [{}, 'https://app.example.com'],
    [{ handshakes: false }, 'http://app.example.com'],
    [{ handshakes: false, credentials: true }, 'https://app.example.com'],
  ])('with %j, gets a suggestion that starts: %s', (options, suggested) => {
    const book = new PolicyBook(new Providers());
    book.enterGateway(GATEWAY, [onGateway({ origin: 'http://app.example.com/', ...options })]);
    expect(book.report.problems.map(({ suggestion }) => suggestion)).toEqual([
      expect.stringContaining(`'${suggested}'`),
    ]);
  });

  it.each<PlacedLayer>([onMethod({ handshakes: true }), onController({ handshakes: false })])(
    'does not come from handshakes at the level $level, which is warned of',
    layer => {
      const book = new PolicyBook(new Providers());
      book.enter('GET /cats', [layer]);
      expect(errorOf(book)).toBeUndefined();
      expect(book.warnings.problems).toMatchObject([
        {
          field: 'handshakes',
          place: layer.place,
          reason: expect.stringMatching(/no WebSocket handshake reaches a route of a controller/) as string,
        },
      ]);
    },
  );

  it.each<PlacedLayer>([
    onGateway({ handshakes: 'report' }),
    defaults({ handshakes: true }),
    named('controller', 'live', { handshakes: true }),
    onMethod(unchecked({ handshakes: undefined })),
  ])('may come from $level ($place)', layer => {
    const book = new PolicyBook(new Providers());
    book.enter('GET /cats', [layer]);
    expect(errorOf(book)).toBeUndefined();
    expect(book.warnings.problems).toEqual([]);
  });
});
