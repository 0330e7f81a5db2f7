import type { RouteMark, SurfaceRoute } from '../messages.js';
import { MARKS } from './marks.js';

/** Which routes are shown. */
export interface SurfaceFilter {
  /** Words, each of which the route or its policy has to contain. */
  readonly text: string;
  readonly mark: RouteMark | undefined;
  /** A named policy. */
  readonly policy: string;
}

export const NO_FILTER: SurfaceFilter = { text: '', mark: undefined, policy: '' };

export function readFilter(query: URLSearchParams): SurfaceFilter {
  return {
    text: query.get('q') ?? '',
    mark: MARKS.find(mark => mark === query.get('mark')),
    policy: query.get('policy') ?? '',
  };
}

export function filterQuery({ text, mark, policy }: SurfaceFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (text !== '') query.set('q', text);
  if (mark !== undefined) query.set('mark', mark);
  if (policy !== '') query.set('policy', policy);
  return query;
}

export function shows({ text, mark, policy }: SurfaceFilter, route: SurfaceRoute): boolean {
  if (mark !== undefined && !route.marks.includes(mark)) return false;
  if (policy !== '' && !route.policies.includes(policy)) return false;
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return true;
  const found = textOf(route);
  return words.every(word => found.includes(word));
}

function textOf({ kind, method, path, host, version, handler, policy }: SurfaceRoute): string {
  const fields = Object.entries(policy).map(
    ([name, field]) => `${name} ${JSON.stringify(field.value)} ${field.level} ${field.named ?? ''}`,
  );
  return [kind, method, path, host, version, handler, ...fields].flat().join(' ').toLowerCase();
}
