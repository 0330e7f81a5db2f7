import { type NameSet, nameSet } from '../against/list-changes.js';
import { type SurfaceRow, valueOf } from './surface-row.js';
import { type WrittenOrigins, writtenOrigins } from './written-origins.js';

/** The policy of a row, in a form that responses are compared with. */
export interface DeclaredPolicy {
  readonly origins: WrittenOrigins;
  readonly credentials: boolean;
  /** `undefined`: the methods of the route. */
  readonly methods: NameSet | undefined;
  readonly allowedHeaders: NameSet;
  readonly exposedHeaders: NameSet;
  readonly maxAge: number | undefined;
  readonly enforces: boolean;
  readonly resourcePolicy: string | undefined;
}

export function declaredPolicy(row: SurfaceRow): DeclaredPolicy {
  const origins = writtenOrigins(row);
  const methods = valueOf(row, 'methods');
  const maxAge = valueOf(row, 'maxAge');
  const resourcePolicy = valueOf(row, 'resourcePolicy');
  const headers = (field: string) => nameSet(valueOf(row, field), name => name.toLowerCase());
  return {
    origins,
    credentials: valueOf(row, 'credentials') === true && !origins.any,
    methods: methods === undefined ? undefined : nameSet(methods),
    allowedHeaders: headers('allowedHeaders'),
    exposedHeaders: headers('exposedHeaders'),
    maxAge: typeof maxAge === 'number' ? maxAge : undefined,
    enforces: valueOf(row, 'enforce') === true,
    resourcePolicy: typeof resourcePolicy === 'string' ? resourcePolicy : undefined,
  };
}
