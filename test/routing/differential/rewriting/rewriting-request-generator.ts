import type { Random } from '../random.js';
import { ORIGIN_A, ORIGIN_B, ORIGIN_C } from './policies.js';
import type { RewritingPlan, RewritingRequest } from './rewriting-plan.js';
import { HOSTS, VERSIONS, concreteUrl, fullPaths } from './urls.js';

const METHODS = ['GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD'];

/** Makes requests to an application, from allowed and refused origins and from its own. */
export class RewritingRequestGenerator {
  constructor(
    private readonly random: Random,
    private readonly plan: RewritingPlan,
  ) {}

  generate(): RewritingRequest {
    const { random, plan } = this;
    const { verb, path, hosts, versions } = random.pick(fullPaths(plan));
    const host = this.oneOf(hosts, HOSTS);
    const origin = this.origin(host);
    const versioned = plan.versioning !== undefined && random.chance(0.9);
    const version = versioned ? this.oneOf(versions, VERSIONS) : undefined;
    const preflight = origin !== undefined && random.chance(0.15);
    const isOwn = origin === `http://${host}`;
    const site = random.chance(0.1) ? 'same-origin' : !isOwn && random.chance(0.1) ? 'cross-site' : undefined;
    return {
      method: verb !== 'ALL' && random.chance(0.75) ? verb : random.pick(METHODS),
      url: random.chance(0.05) ? '/nothing/here' : concreteUrl(random, path),
      host,
      ...(version === undefined ? {} : { version }),
      ...(origin === undefined ? {} : { origin }),
      ...(site === undefined ? {} : { site }),
      active: this.active(preflight),
      preflight,
    };
  }

  /** Mostly one that the route takes. */
  private oneOf(taken: readonly string[], all: readonly string[]): string {
    const { random } = this;
    const exact = taken.filter(each => all.includes(each));
    return exact.length > 0 && random.chance(0.8) ? random.pick(exact) : random.pick(all);
  }

  private origin(host: string): string | undefined {
    const { random } = this;
    return random.pick([
      ...[ORIGIN_A, ORIGIN_A, ORIGIN_B, ORIGIN_B, ORIGIN_C, ORIGIN_C, ORIGIN_C],
      ...['null', undefined, `http://${host}`, 'http://a.example'],
    ]);
  }

  private active(preflight: boolean): number[] {
    const { random, plan } = this;
    if (random.chance(0.25)) return [];
    const possible = [...plan.middleware.keys()].filter(index => {
      const { kind, place } = plan.middleware[index] ?? {};
      // Code that runs before the module may turn a preflight into another request.
      return (
        !preflight ||
        kind === 'allow-origin' ||
        (kind !== 'end' && place !== 'instance' && place !== 'rewriteUrl')
      );
    });
    return random.sample(possible, random.integer(1, 3)).sort();
  }
}
