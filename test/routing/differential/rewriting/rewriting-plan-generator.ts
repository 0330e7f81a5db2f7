import type { Platform } from '../application-plan.js';
import type { Random } from '../random.js';
import { LEFTOVER_ORIGIN } from './acting-middleware.js';
import { ORIGIN_A, ORIGIN_C } from './policies.js';
import type {
  ControllerPlan,
  MethodPlan,
  MiddlewareKind,
  MiddlewarePlan,
  Origins,
  Outcome,
  Place,
  PlatformRoutePlan,
  PolicyPlan,
  RewritingPlan,
} from './rewriting-plan.js';
import { HOSTS, VERSIONS, concreteUrl, fullPaths } from './urls.js';

const ORIGINS: readonly Origins[] = [
  ...(['none', 'none', 'any', 'a', 'a', 'b', 'ab'] as const),
  ...(['ask-a', 'ask-b', 'ask-ab', 'await-a', 'await-b', 'await-ab'] as const),
];
const VERBS: readonly MethodPlan['verb'][] = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'ALL'];
const OUTCOMES: readonly Outcome[] = [
  'return',
  'return',
  'return',
  'send',
  'throw',
  'unauthorized',
  'own-header',
];
/** `HEAD` is left out: the client that sent a GET would wait for the body. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'get', 'post', 'put', 'delete', 'Delete'];

const PLACES: Readonly<Record<Platform, readonly Place[]>> = {
  express: ['instance', 'request-hook', 'app.use', 'app.use', 'nest', 'nest-get', 'nest-post'],
  fastify: [
    'rewriteUrl',
    'instance',
    'request-hook',
    'app.use',
    'nest',
    'nest-get',
    'onRequest',
    'preHandler',
  ],
};
// For a path that repeats a name, Nest's Fastify adapter compares the original URL, even if Fastify
// has rewritten it.
const CONTROLLER_PATHS = ['', 'cats', 'cats', 'dogs', 'a', ':of'];

/** Makes random applications whose middleware rewrites requests. */
export class RewritingPlanGenerator {
  private methods = 0;

  constructor(
    private readonly random: Random,
    private readonly platform: Platform,
  ) {}

  generate(): RewritingPlan {
    const { random, platform } = this;
    this.methods = 0;
    const versioning = random.chance(0.4)
      ? random.pick(['HEADER', 'MEDIA_TYPE', 'CUSTOM'] as const)
      : undefined;
    const versioned = versioning !== undefined;
    const catchAll = platform === 'express' && random.chance(0.5) ? [this.catchAll()] : [];
    const others = random.list(random.integer(2, 4), () => this.controller(versioned));
    const routes: RewritingPlan = {
      platform,
      ...(random.chance(0.3) ? { globalPrefix: 'api' } : {}),
      ...(versioning === undefined ? {} : { versioning }),
      defaults: {
        ...this.policy('x-defaults'),
        ...(random.chance(0.3) ? { enforce: true } : { enforce: false }),
      },
      controllers: [...catchAll, ...others].map((controller, index) => ({
        ...controller,
        name: `C${index}`,
      })),
      platformRoutes: [],
      middleware: [],
    };
    const platformRoutes = random.chance(0.5) ? this.platformRoutes(routes) : [];
    const complete = { ...routes, platformRoutes };
    return { ...complete, middleware: this.middleware(complete) };
  }

  /** A controller that stands first and passes most requests on. */
  private catchAll(): ControllerPlan {
    const { random } = this;
    const method = { ...this.method(false), verb: 'ALL' as const, path: random.pick(['{*path}', '*path']) };
    return {
      name: '',
      path: '',
      ...(random.chance(0.2) ? { host: random.pick(HOSTS) } : {}),
      methods: [{ ...method, outcome: random.chance(0.85) ? 'pass' : 'return' }],
    };
  }

  private controller(versioned: boolean): ControllerPlan {
    const { random } = this;
    return {
      name: '',
      path: random.pick(CONTROLLER_PATHS),
      ...(random.chance(0.25) ? { host: this.host() } : {}),
      ...(versioned && random.chance(0.6) ? { version: this.version() } : {}),
      ...(random.chance(0.4) ? { policy: this.policy(`x-c${this.methods}`) } : {}),
      ...(random.chance(0.15) ? { bound: true } : {}),
      methods: random.list(random.integer(1, 4), () => this.method(versioned)),
    };
  }

  private method(versioned: boolean): MethodPlan {
    const { random, platform } = this;
    const name = `m${this.methods++}`;
    const wildcard = platform === 'express' ? random.pick(['*rest', '{*rest}']) : '*';
    return {
      name,
      verb: random.pick(VERBS),
      path: random.pick(['', 'x', 'x', 'y', ':id', 'x/:id', wildcard]),
      ...(versioned && random.chance(0.4) ? { version: this.version() } : {}),
      ...(random.chance(0.85) ? { policy: this.policy(`x-${name}`) } : {}),
      outcome: platform === 'express' && random.chance(0.15) ? 'pass' : random.pick(OUTCOMES),
    };
  }

  private policy(name: string): PolicyPlan {
    const { random } = this;
    const origin = random.chance(0.9) ? random.pick(ORIGINS) : undefined;
    return {
      name,
      // Where a level sets the origins, it says of credentials too: `'*'` takes none.
      ...(origin === undefined ? {} : { origin, credentials: origin !== 'any' && random.chance(0.5) }),
      ...(random.chance(0.6) ? { enforce: random.chance(0.7) } : {}),
    };
  }

  private version(): string | readonly string[] {
    const { random } = this;
    return random.chance(0.7) ? random.pick(VERSIONS) : random.sample(VERSIONS, 2);
  }

  private host(): string | readonly string[] {
    const { random } = this;
    return random.chance(0.8) ? random.pick([...HOSTS, ':tenant.example']) : random.sample(HOSTS, 2);
  }

  private platformRoutes(plan: RewritingPlan): PlatformRoutePlan[] {
    const { random } = this;
    return random.list(random.integer(1, 2), () => ({
      verb: random.pick(['get', 'post', 'all'] as const),
      path: this.platformPath(random.pick(fullPaths(plan)).path),
      when: random.pick(['before', 'before', 'after'] as const),
      passes: plan.platform === 'express' && random.chance(0.5),
      parameters: random.pick([0, 2, 3] as const),
    }));
  }

  /** Fastify takes no path twice: there a route of the platform is more specific than Nest's. */
  private platformPath(path: string): string {
    return this.platform === 'express' ? path : concreteUrl(this.random, path).replace(/\?.*/, '');
  }

  private middleware(plan: RewritingPlan): MiddlewarePlan[] {
    const { random } = this;
    const made: MiddlewarePlan[] = [];
    const count = random.integer(2, 5);
    while (made.length < count) {
      const place = random.pick(PLACES[plan.platform]);
      const kind = random.pick(kindsAt(place, plan));
      const twice = made.some(
        each =>
          (place === 'request-hook' && each.place === place) ||
          (kind === 'allow-origin' && each.kind === kind),
      );
      // Nest's constraint for versions is not on an instance that is passed to its adapter.
      if (twice || (place === 'instance' && plan.platform === 'fastify' && plan.versioning !== undefined))
        continue;
      made.push({ place, kind, value: this.valueFor(kind, plan) });
    }
    return made;
  }

  private valueFor(kind: MiddlewareKind, plan: RewritingPlan): string {
    const { random } = this;
    switch (kind) {
      case 'url':
        return concreteUrl(random, random.pick(fullPaths(plan)).path);
      case 'method':
        return random.pick(METHODS);
      case 'version':
        return random.pick(VERSIONS);
      case 'host':
        return random.pick(HOSTS);
      case 'allow-origin':
        return random.pick(['*', LEFTOVER_ORIGIN, ORIGIN_A, ORIGIN_C]);
      case 'end':
        return '';
    }
  }
}

/** The possible actions of a middleware at a place. */
function kindsAt(place: Place, { versioning }: RewritingPlan): readonly MiddlewareKind[] {
  const rewriting: MiddlewareKind[] = [
    'url',
    'url',
    'method',
    ...(versioning === undefined ? [] : ['version' as const]),
  ];
  // A request has arrived with its method before Fastify asks for another URL.
  if (place === 'rewriteUrl') return rewriting.filter(kind => kind !== 'method');
  // The host at arrival decides whether a request is same-origin, and this place is before the
  // arrival.
  if (place === 'instance') return [...rewriting, 'end', 'allow-origin'];
  return [...rewriting, 'host', 'end', 'allow-origin'];
}
