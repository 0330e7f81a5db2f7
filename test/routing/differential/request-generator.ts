import { type ApplicationPlan, type ModulePlan, NEUTRAL, type RequestPlan } from './application-plan.js';
import { ORIGIN_A, ORIGIN_B, lineageOf } from './expected-policy.js';
import type { Random } from './random.js';
import { WORDS } from './route-paths.js';

const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'QUERY',
  'PROPFIND',
  'SEARCH',
];
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const HOSTS = [
  'a.example',
  'a.example',
  'www.a.example',
  'b.example',
  'x.example',
  'A.example:8080',
  'localhost',
];
const VALUES = [
  ...WORDS,
  'x',
  '42',
  '12h30m',
  'a.b.c',
  'a-b-c',
  'n.json',
  'caf%C3%A9',
  '%2F',
  'a%2Fb',
  '%20',
  '%41',
  '%25',
  '%2525',
  '',
  'long-parameter',
  'x'.repeat(120),
  '1,2',
  'a;b',
  '%3B',
  '.',
  '..',
  '-',
  'a::b',
  'v2',
  'vv',
  ':id',
  '*',
];

/** The versions that requests ask for: one, none, an unknown one. */
export const REQUEST_VERSIONS: readonly (string | undefined)[] = [
  '1',
  '2',
  '3',
  undefined,
  NEUTRAL,
  'unknown',
];

/** A route's path as the plan has it, with the verb that it is for. */
interface PlannedRoute {
  readonly verb: string;
  readonly path: string;
}

/** Makes requests that an application's routes may serve, and such as just fail to. */
export class RequestGenerator {
  private readonly routes: readonly PlannedRoute[];

  constructor(
    private readonly random: Random,
    private readonly plan: ApplicationPlan,
  ) {
    this.routes = plannedRoutes(plan);
  }

  generate(): RequestPlan {
    const { random } = this;
    const { verb, path } = random.pick(this.routes);
    let url = this.fill(path);
    while (random.chance(0.25)) url = this.mutate(url);
    // Node's parser takes no other targets.
    if (!/^(\/|\*|http:\/\/other\.example([/?]|$))/.test(url)) url = `/${url}`;
    const method = verb !== 'ALL' && random.chance(0.6) ? verb : random.pick(METHODS);
    const version = this.version();
    return {
      method,
      url,
      host: random.pick(HOSTS),
      origin: random.pick([ORIGIN_A, ORIGIN_B]),
      ...(version === undefined ? {} : { version }),
      malformedBody: METHODS_WITH_BODY.has(method) && random.chance(0.2),
      endInMiddleware: this.plan.middlewareFor !== undefined && random.chance(0.3),
      checkMethods: random.chance(0.1),
    };
  }

  private version(): string | undefined {
    const { random, plan } = this;
    if (plan.versioning === undefined || plan.versioning.type === 'URI') return undefined;
    if (plan.versioning.type === 'CUSTOM' && random.chance(0.2))
      return random.pick(['2,1', 'unknown,3', '1,2,3']);
    return random.pick(REQUEST_VERSIONS);
  }

  private fill(path: string): string {
    const { random } = this;
    const filled = path
      .replace(/\{([^{}]*)\}/g, (_, group: string) => (random.chance(0.5) ? group : ''))
      .replace(/\/:[A-Za-z]+\?/g, optional => (random.chance(0.5) ? optional.slice(0, -1) : ''))
      .replace(/\(\.\*\)|\*[a-z]*/g, () =>
        random.list(random.integer(0, 3), () => random.pick(VALUES)).join('/'),
      )
      .replace(/\(\^[^)]*\)/g, '')
      .replaceAll('::', '\u0001')
      .replace(/:[A-Za-z]+/g, () => random.pick(VALUES))
      .replaceAll('\u0001', ':');
    return filled.startsWith('/') ? filled : `/${filled}`;
  }

  private mutate(url: string): string {
    const { random } = this;
    const position = random.integer(0, url.length);
    const segments = url.split('/');
    const index = random.integer(0, segments.length - 1);
    return random.pick<() => string>([
      () => `${url}/`,
      () => url.replace(/\/$/, ''),
      () => url.replace('/', '//'),
      () => `${url}//`,
      () => url.toUpperCase(),
      () => segments.with(index, (segments[index] ?? '').toUpperCase()).join('/'),
      () => segments.with(index, random.pick(VALUES)).join('/'),
      () => segments.toSpliced(index, 1).join('/') || '/',
      () => segments.toSpliced(index, 0, random.pick(VALUES)).join('/'),
      () => url.replace(/[a-z]/, letter => `%${letter.charCodeAt(0).toString(16)}`),
      () => url.replaceAll('/', '%2F').replace('%2F', '/'),
      () => `${url.slice(0, position)}%zz${url.slice(position)}`,
      () => `${url}%`,
      () => `${url};a=1`,
      () => `${url}?q=/x?y`,
      // No browser sends one, and Express changes the URL behind a middleware with a path.
      () => (this.plan.middlewareFor === undefined ? `${url}#fragment` : url),
      () => `${url}/.`,
      () => `http://other.example${url}`,
      () => `*${url.slice(1)}`,
    ])();
  }
}

/** The routes of an application, as the platform has them. */
export function plannedRoutes(plan: ApplicationPlan): PlannedRoute[] {
  const rawRoutes = (plan.rawRoutes ?? []).map(({ method, path }) => ({ verb: method.toUpperCase(), path }));
  return [...plan.modules.flatMap(module => routesOfModule(plan, module, '')), ...rawRoutes];
}

function routesOfModule(plan: ApplicationPlan, module: ModulePlan, above: string): PlannedRoute[] {
  const modulePath = join(above, module.path ?? '');
  const routes: PlannedRoute[] = [];
  for (const lineage of module.controllers.map(name => lineageOf(plan, name))) {
    const [controller] = lineage;
    for (const { verb, paths, version } of lineage.flatMap(({ methods }) => methods)) {
      for (const segment of versionSegments(plan, version ?? controller?.version)) {
        for (const controllerPath of controller?.paths ?? []) {
          for (const path of paths) {
            const rest = join(segment, modulePath, controllerPath, path);
            routes.push({ verb, path: join(plan.globalPrefix ?? '', rest) });
            if (plan.prefixExclusions !== undefined) routes.push({ verb, path: rest });
          }
        }
      }
    }
  }
  return [...routes, ...module.children.flatMap(child => routesOfModule(plan, child, modulePath))];
}

function versionSegments(
  { versioning }: ApplicationPlan,
  version: readonly string[] | string | undefined,
): string[] {
  const versions = version ?? versioning?.defaultVersion;
  if (versioning?.type !== 'URI' || versions === undefined) return [''];
  const prefix = versioning.prefix === undefined ? 'v' : versioning.prefix || '';
  return [versions].flat().map(each => (each === NEUTRAL ? '' : `${prefix}${each}`));
}

function join(...parts: readonly string[]): string {
  return parts
    .filter(part => part !== '')
    .map(part => (part.startsWith('/') || part.startsWith('{/') ? part : `/${part}`).replace(/\/$/, ''))
    .join('');
}
