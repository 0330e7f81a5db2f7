import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CorsModuleOptions } from 'nestjs-cors-policy';

/** Origins that one policy alone allows, and two that nearly all policies allow. */
export const ORIGINS = {
  defaults: 'https://defaults.example',
  open: 'https://open.example',
  inner: 'https://inner.example',
  exact: 'https://exact.example',
  secret: 'https://secret.example',
  decorated: 'https://decorated.example',
  friend: 'https://friend.example',
  evil: 'https://evil.example',
} as const;
export type Place = Exclude<keyof typeof ORIGINS, 'friend' | 'evil'> | 'closed' | 'own';

/**
 * The meaning of each policy, for the module. The oracle uses the same table and no code of the
 * library.
 */
export const ALLOWED: Readonly<Record<Place, readonly string[]>> = {
  defaults: [ORIGINS.defaults, ORIGINS.friend],
  open: [ORIGINS.open, ORIGINS.friend],
  inner: [ORIGINS.inner, ORIGINS.friend],
  exact: [ORIGINS.exact],
  secret: [ORIGINS.secret],
  decorated: [ORIGINS.decorated],
  closed: [],
  // Left to the application, which sets no headers. In other readings of its paths, the defaults
  // apply.
  own: [ORIGINS.defaults, ORIGINS.friend],
};

/** The places that nothing of another origin may even reach. */
export const ENFORCED: readonly Place[] = ['secret', 'decorated'];

const of = (place: Place) => ({ origin: [...ALLOWED[place]] });

export const OPTIONS: CorsModuleOptions = {
  defaults: of('defaults'),
  paths: {
    '/open/*': of('open'),
    '/open/inner/*': of('inner'),
    '/open/closed/*': false,
    '/closed/*': false,
    '/exact': of('exact'),
    '/open/exact.txt': of('exact'),
    '/secret/*': { ...of('secret'), enforce: true },
    '/own/*': 'unmanaged',
    '/a%20b/*': false,
  },
};

/** A file or a route: where it is, and whose policy it has by that. */
export interface Thing {
  readonly path: string;
  readonly place: Place;
}

const things = (place: Place, ...paths: readonly string[]): Thing[] => paths.map(path => ({ path, place }));

export const FILES: readonly Thing[] = [
  ...things('defaults', '/a.txt', '/other/a.txt', '/opened/a.txt', '/Open/cased.txt', '/open.txt'),
  ...things(
    'open',
    '/open/a.txt',
    '/open/other/a.txt',
    '/open/se;mi.txt',
    '/open/back\\slash.txt',
    '/open/100%.txt',
  ),
  ...things('inner', '/open/inner/a.txt'),
  ...things('exact', '/open/exact.txt'),
  ...things('closed', '/closed/a.txt', '/open/closed/a.txt', '/closed/deep/er/a.txt', '/a b/a.txt'),
  ...things('secret', '/secret/a.txt', '/secret/deep/a.txt'),
  ...things('own', '/own/a.txt'),
];

/** Routes of controllers without decorators, but for one. */
export const ROUTES: readonly Thing[] = [
  ...things('defaults', '/route', '/other/route'),
  ...things('open', '/open/route', '/open/wild/anything', '/open/by/anything'),
  ...things('inner', '/open/inner/route'),
  ...things('exact', '/exact'),
  ...things('closed', '/closed/route', '/closed/wild/anything', '/closed/by/anything'),
  ...things('secret', '/secret/route', '/secret/wild/anything'),
  ...things('decorated', '/secret/decorated'),
  ...things('own', '/own/route'),
];

/** Writes the files: each says where it is. */
export function writeFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'readings-'));
  for (const { path } of FILES) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bodyOf('file', path));
  }
  return folder;
}

export function bodyOf(kind: 'file' | 'route', path: string): string {
  return `${kind} ${path}`;
}

const BY_BODY = new Map([
  ...FILES.map(thing => [bodyOf('file', thing.path), thing] as const),
  ...ROUTES.map(thing => [bodyOf('route', thing.path), thing] as const),
]);

/**
 * The file or route that answered, by its body. `undefined` if no part of the application answered.
 */
export function answeredBy(body: string): Thing | undefined {
  return BY_BODY.get(Buffer.from(body, 'latin1').toString());
}
