import {
  type ApplicationPlan,
  type ControllerPlan,
  type MethodPlan,
  type ModulePlan,
  NEUTRAL,
  type OriginKind,
  type Platform,
  type PolicyPlan,
  type RawRoutePlan,
  type RouterPlan,
  type Verb,
  type VersioningPlan,
} from './application-plan.js';
import type { Random } from './random.js';
import { plannedRoutes } from './request-generator.js';
import { pathPrefix, routePath } from './route-paths.js';

const VERBS: readonly Verb[] = [
  ...(['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const),
  ...(['ALL', 'OPTIONS', 'HEAD', 'QUERY', 'PROPFIND'] as const),
];
const ORIGINS: readonly OriginKind[] = ['a', 'a', 'b', 'ab', 'ab', 'any', 'none', 'ask-a', 'ask-ab'];
const HOSTS = ['a.example', ':tenant.example', '{www.}a.example', 'b.example'];
const VERSIONS = ['1', '2', '3'];

/** Sizes with which route tables overlap and are still understandable. */
const MODULES = { least: 1, most: 3 } as const;
const CONTROLLERS = { least: 1, most: 3 } as const;
const METHODS = { least: 1, most: 4 } as const;

/** Makes random applications. */
export class PlanGenerator {
  private controllers: ControllerPlan[] = [];
  private versioning: VersioningPlan | undefined;
  private policies = 0;

  constructor(
    private readonly random: Random,
    private readonly platform: Platform,
  ) {}

  generate(): ApplicationPlan {
    const { random, platform } = this;
    this.controllers = [];
    this.versioning = random.chance(0.5) ? this.versioningPlan() : undefined;
    const modules = random.list(random.integer(MODULES.least, MODULES.most), () => this.module(1));
    const plan: ApplicationPlan = {
      platform,
      router: platform === 'express' ? this.expressRouter() : this.fastifyRouter(),
      ...this.prefix(),
      ...(this.versioning === undefined ? {} : { versioning: this.versioning }),
      bySpecificity: random.chance(0.25),
      // Two routes that are alike do not start on Fastify without it.
      conflictPolicy: random.chance(platform === 'fastify' ? 0.7 : 0.2),
      defaults: { origin: random.pick(['ab', 'a', 'none', 'any', 'ask-a']), name: 'x-defaults', maxAge: 7 },
      controllers: this.controllers,
      modules,
      ...(random.chance(0.3) ? { middlewareFor: this.middlewarePaths() } : {}),
    };
    return random.chance(0.3) ? { ...plan, rawRoutes: this.rawRoutes(plan) } : plan;
  }

  private module(depth: number): ModulePlan {
    const { random } = this;
    const controllers = random.list(random.integer(CONTROLLERS.least, CONTROLLERS.most), () =>
      this.controller(),
    );
    // The same controller in a second module, now and then.
    if (random.chance(0.1)) controllers.push(random.pick(this.controllers).name);
    return {
      ...(random.chance(0.4) ? { path: pathPrefix(random, this.platform) } : {}),
      controllers: [...new Set(controllers)],
      children: depth < 2 && random.chance(0.3) ? [this.module(depth + 1)] : [],
    };
  }

  private controller(): string {
    const { random } = this;
    const base =
      random.chance(0.15) && this.controllers.length > 0 ? random.pick(this.controllers) : undefined;
    const name = `C${this.controllers.length}`;
    const first = this.controllers.reduce((sum, { methods }) => sum + methods.length, 0);
    const methods = random.list(random.integer(METHODS.least, METHODS.most), () => 0);
    this.controllers.push({
      name,
      paths: this.paths(0.15),
      ...(random.chance(0.15) ? { host: this.oneOrMany(HOSTS) } : {}),
      ...this.version(0.5),
      ...(random.chance(0.1) ? { requestScoped: true } : {}),
      ...(random.chance(0.1) ? { bound: true } : {}),
      ...(base === undefined ? {} : { base: base.name }),
      ...(random.chance(0.5) ? { policy: this.controllerPolicy() } : {}),
      methods: methods.map((_, index) => this.method(`m${first + index}`)),
    });
    return name;
  }

  private method(name: string): MethodPlan {
    const { random } = this;
    return {
      name,
      verb: random.pick(VERBS),
      paths: this.paths(0.1, routePath),
      ...this.version(0.35),
      ...(random.chance(0.9) ? { policy: this.methodPolicy() } : {}),
    };
  }

  private controllerPolicy(): PolicyPlan {
    const { random } = this;
    return {
      ...(random.chance(0.6) ? { maxAge: random.integer(10, 99) } : {}),
      ...(random.chance(0.3) ? { origin: random.pick(['a', 'ab', 'none']) } : {}),
    };
  }

  private methodPolicy(): PolicyPlan {
    const { random } = this;
    const origin = random.chance(0.9) ? random.pick(ORIGINS) : undefined;
    // With credentials, the origins must not be any.
    const credentials = origin !== undefined && origin !== 'any' && random.chance(0.4);
    // Some share a policy, as routes of one API do.
    const name = random.chance(0.25) ? 'x-shared' : `x-policy-${this.policies++}`;
    return {
      ...(origin === undefined ? {} : { origin }),
      name,
      credentials,
      ...(random.chance(0.3) ? { maxAge: random.integer(100, 199) } : {}),
      ...(random.chance(0.1) ? { enforce: true } : {}),
    };
  }

  private rawRoutes(plan: ApplicationPlan): RawRoutePlan[] {
    const { random } = this;
    return random.list(random.integer(1, 2), () => ({
      method: random.pick(['get', 'post', 'all']),
      path: this.rawPath(plan),
      when: random.pick(['before', 'after']),
      parameters: random.pick([0, 2, 3]),
    }));
  }

  /**
   * Often a path that Nest also serves. Fastify accepts no path twice, and Express does not support
   * the syntax of its former versions.
   */
  private rawPath(plan: ApplicationPlan): string {
    const { random, platform } = this;
    const ofNest = plannedRoutes(plan).filter(({ path }) => path !== '' && !/\*(?![a-z])/.test(path));
    const isShared = platform === 'express' && ofNest.length > 0 && random.chance(0.6);
    return isShared ? random.pick(ofNest).path : `/${routePath(random, platform)}`.replace(/^\/\//, '/');
  }

  private middlewarePaths(): string[] {
    const { random } = this;
    return random.chance(0.5) ? ['{*path}'] : this.paths(0.5).map(path => `${path}/{*path}`);
  }

  private paths(severalAt: number, make = pathPrefix): string[] {
    const { random, platform } = this;
    return random.list(random.chance(severalAt) ? 2 : 1, () => make(random, platform));
  }

  private version(probability: number): { version?: readonly string[] | string } {
    if (this.versioning === undefined || !this.random.chance(probability)) return {};
    return { version: this.oneOrMany([...VERSIONS, NEUTRAL]) };
  }

  private versioningPlan(): VersioningPlan {
    const { random } = this;
    return {
      type: random.pick(['URI', 'HEADER', 'MEDIA_TYPE', 'CUSTOM']),
      ...(random.chance(0.4) ? { defaultVersion: this.oneOrMany([...VERSIONS, NEUTRAL]) } : {}),
      ...(random.chance(0.3) ? { prefix: random.pick([false, 'api-', 'v']) } : {}),
    };
  }

  private oneOrMany(values: readonly string[]): readonly string[] | string {
    const { random } = this;
    return random.chance(0.6) ? random.pick(values) : random.sample(values, random.integer(1, 2));
  }

  private prefix(): Pick<ApplicationPlan, 'globalPrefix' | 'prefixExclusions'> {
    const { random } = this;
    if (!random.chance(0.4)) return {};
    const exclusion = () => ({
      path: routePath(random, 'express'),
      ...(random.chance(0.5) ? { method: random.pick(VERBS) } : {}),
    });
    return {
      globalPrefix: random.pick(['api', '/api', 'api/v1', '/api/']),
      ...(random.chance(0.6) ? { prefixExclusions: random.list(random.integer(1, 2), exclusion) } : {}),
    };
  }

  private expressRouter(): RouterPlan {
    const { random } = this;
    return {
      ...(random.chance(0.3) ? { caseSensitive: true } : {}),
      ...(random.chance(0.3) ? { strict: true } : {}),
    };
  }

  private fastifyRouter(): RouterPlan {
    const { random } = this;
    return {
      ...(random.chance(0.3) ? { caseSensitive: false } : {}),
      ...(random.chance(0.4) ? { ignoreTrailingSlash: true } : {}),
      ...(random.chance(0.3) ? { ignoreDuplicateSlashes: true } : {}),
      ...(random.chance(0.3) ? { useSemicolonDelimiter: true } : {}),
      ...(random.chance(0.3) ? { maxParamLength: random.pick([5, 10, 150]) } : {}),
      nested: random.chance(0.5),
    };
  }
}
