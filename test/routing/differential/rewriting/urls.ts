import type { Random } from '../random.js';
import type { RewritingPlan } from './rewriting-plan.js';

export const HOSTS = ['a.example', 'b.example', 'x.example'] as const;
export const VERSIONS = ['1', '2', '3'] as const;

const WORDS = ['x', 'x', 'y', 'cats', 'dogs', 'a', '1'];

export interface PlannedPath {
  readonly verb: string;
  readonly path: string;
  readonly hosts: readonly string[];
  readonly versions: readonly string[];
}

/** The paths of all routes, with the global prefix. */
export function fullPaths({ globalPrefix, controllers, platformRoutes }: RewritingPlan): PlannedPath[] {
  const ofNest = controllers.flatMap(({ path, host = [], version = [], methods }) =>
    methods.map(method => ({
      verb: method.verb,
      path: `/${[globalPrefix ?? '', path, method.path].filter(part => part !== '').join('/')}`,
      hosts: [host].flat(),
      versions: [method.version ?? version].flat(),
    })),
  );
  const ofPlatform = platformRoutes.map(({ verb, path }) => ({
    ...{ verb: verb.toUpperCase(), path, hosts: [], versions: [] },
  }));
  return [...ofNest, ...ofPlatform];
}

/** A URL that a path serves. */
export function concreteUrl(random: Random, path: string): string {
  const url = path
    .replace(/\{?\*[a-z]*\}?/g, () => random.list(random.integer(1, 2), () => random.pick(WORDS)).join('/'))
    .replace(/:[a-z]+/g, () => random.pick(WORDS));
  return random.chance(0.1) ? `${url}?v=2` : url;
}
