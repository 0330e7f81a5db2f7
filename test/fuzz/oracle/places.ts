import { DEFAULTS, type NaivePolicy, naivePolicy } from './naive-policies.js';

/** A path of the applications under fire, with what is served there. */
export interface Place {
  /** `{}` stands for a parameter's value. */
  readonly path: string;
  /**
   * The policies by method. There are several if only the version distinguishes them, because a
   * preflight does not carry the version.
   */
  readonly serves: Readonly<Record<string, readonly string[]>>;
  /** The policy of every other method that the platform knows. */
  readonly servesOthers?: string;
  /**
   * Whether responses name their policy in `X-Policy`. They do not if they end before the handler.
   */
  readonly isNamed: boolean;
  /** Whether a handler or a middleware fails there on purpose. */
  readonly fails?: true;
  /** Where responses leave Nest's ways, so that the interceptor's headers are lost. */
  readonly isRaw?: true;
  readonly host?: string;
}

const named = (path: string, serves: Place['serves'], more: Partial<Place> = {}): Place => ({
  path,
  serves,
  isNamed: true,
  ...more,
});

/** Those that a handler answers as it should. */
export const PLACES: readonly Place[] = [
  named('/public', { GET: ['public'], POST: ['public'] }),
  named('/public/items/{}', { GET: ['public'] }),
  named('/exact', {
    GET: ['exact'],
    PUT: ['exact'],
    OPTIONS: ['exact'],
    PATCH: ['exact-patch'],
    DELETE: ['closed'],
  }),
  named('/partners/{}', { GET: ['partners'], PUT: ['partners'], DELETE: ['partners-delete'] }),
  named('/partners/{}/{}', { POST: ['partners-post'] }),
  named('/expression', { HEAD: ['expression'], GET: ['expression'], POST: ['expression'] }),
  named('/asked', { GET: ['asked'], PUT: ['asked-enforced'] }),
  named('/guarded', { GET: ['guarded'] }),
  named('/guarded/{}', { POST: ['guarded'] }),
  named('/versioned', { GET: ['version-1', 'version-2', 'version-3'], PUT: ['version-1'] }),
  named('/any/thing', { DELETE: ['closed'] }, { servesOthers: 'any' }),
  named('/any/{}/{}', {}, { servesOthers: 'any' }),
  named('/files/secret', { GET: ['closed'] }),
  named('/files/{}/{}', { GET: ['partners'] }),
  named('/hosted', { GET: ['hosted'] }, { host: 'api.example.com' }),
  { path: '/nowhere', serves: {}, isNamed: false },
  { path: '/', serves: {}, isNamed: false },
];

/** Those where responses come about in other ways. */
export const SPECIAL_PLACES: readonly Place[] = [
  named('/responses/boom', { GET: ['responses'] }, { fails: true }),
  named('/responses/refused', { GET: ['responses'] }, { isNamed: false }),
  named('/responses/moved', { GET: ['responses'] }),
  named('/responses/stream', { GET: ['responses'] }),
  named('/responses/events', { GET: ['responses'] }),
  named('/responses/raw', { GET: ['responses'] }, { isRaw: true }),
  named('/responses/body', { POST: ['responses'] }, { isNamed: false }),
  named('/middleware/ended', { GET: ['middleware'] }, { isNamed: false }),
  named('/middleware/thrown', { GET: ['middleware'] }, { isNamed: false, fails: true }),
];

const ORDINARY_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The methods that the module's defaults stand for where nothing is served. */
export const METHODS_OF_NOWHERE: readonly string[] = [
  'GET',
  'HEAD',
  'PUT',
  'PATCH',
  'POST',
  'DELETE',
  'QUERY',
];

/** The routes that may answer a method at a place, if only the method is known. */
export interface Candidates {
  readonly policies: readonly NaivePolicy[];
  /** Whether a route serves it. */
  readonly served: boolean;
}

export const NOWHERE: Candidates = { policies: [DEFAULTS], served: false };

/**
 * The routes that may answer. There are several if the platforms support different unusual methods.
 */
export function candidatesAt({ serves, servesOthers }: Place, method: string): readonly Candidates[] {
  const own = (name: string): readonly string[] | undefined =>
    Object.hasOwn(serves, name) ? serves[name] : undefined;
  const names = own(method) ?? (method === 'HEAD' ? own('GET') : undefined);
  if (names !== undefined) return [{ policies: names.map(naivePolicy), served: true }];
  if (servesOthers === undefined) return [NOWHERE];
  const others: Candidates = { policies: [naivePolicy(servesOthers)], served: true };
  return ORDINARY_METHODS.includes(method) ? [others] : [others, NOWHERE];
}
