import { type SurfaceRow, isUnmanaged, valueOf } from '../surface/surface-row.js';
import type { Direction, FieldChange } from './direction.js';
import { type NameSet, listChanges, nameSet } from './list-changes.js';
import { originChanges } from './origin-changes.js';
import { writtenOrigins } from '../surface/written-origins.js';

/** Fields that have an effect only if an origin is allowed. */
const FOR_ALLOWED_ORIGINS = ['methods', 'allowedHeaders', 'exposedHeaders', 'credentials'];
const EMBEDDERS = ['same-origin', 'same-site', 'cross-origin'];

/**
 * The access that a change of a policy opens and closes, field by field. Both rows are the same
 * route, path or gateway.
 */
export function policyChanges(before: SurfaceRow, after: SurfaceRow): FieldChange[] {
  if (isUnmanaged(before) || isUnmanaged(after)) return unmanagedChanges(before, after);
  const { any, strings, opaque } = writtenOrigins(after);
  const isOpen = any || strings.length > 0 || opaque.length > 0;
  const changes = [
    ...originChanges(before, after),
    ...listChanges('methods', methodsOf(before), methodsOf(after)),
    ...listChanges('allowedHeaders', headersOf(before, 'allowedHeaders'), headersOf(after, 'allowedHeaders')),
    ...listChanges('exposedHeaders', headersOf(before, 'exposedHeaders'), headersOf(after, 'exposedHeaders')),
    ...credentialsChange(before, after),
    ...valueChange('enforce', before, after, enforcementDirection),
    ...handshakeChange(before, after),
    ...valueChange('resourcePolicy', before, after, resourcePolicyDirection),
    ...['maxAge', 'optionsSuccessStatus', 'dangerously'].flatMap(field =>
      valueChange(field, before, after, () => 'changed'),
    ),
  ];
  return isOpen ? changes : changes.map(withoutEffect);
}

function unmanagedChanges(before: SurfaceRow, after: SurfaceRow): FieldChange[] {
  if (isUnmanaged(before) && isUnmanaged(after)) return [];
  const wasLeft = isUnmanaged(before);
  // A policy without an origin adds no header. Headers that the path's own handlers set stay.
  return [
    {
      field: 'paths',
      direction: 'unknown',
      what: wasLeft ? 'unmanaged → a policy' : 'a policy → unmanaged',
    },
  ];
}

/** If no origin is allowed, these fields open nothing. `enforce` and `handshakes` still count. */
function withoutEffect(change: FieldChange): FieldChange {
  return FOR_ALLOWED_ORIGINS.includes(change.field) ? { ...change, direction: 'changed' } : change;
}

/** Without a list: the methods of the route, or any method of a path. */
function methodsOf(row: SurfaceRow): NameSet {
  const value = valueOf(row, 'methods');
  // In `methods`, `*` is not a wildcard.
  if (value !== undefined) return { ...nameSet(value), any: false };
  if (row.method === 'ALL') return { any: true, names: [] };
  return { any: false, names: row.method === 'GET' ? ['GET', 'HEAD'] : [row.method] };
}

function headersOf(row: SurfaceRow, field: string): NameSet {
  return nameSet(valueOf(row, field), name => name.toLowerCase());
}

function valueChange(
  field: string,
  before: SurfaceRow,
  after: SurfaceRow,
  directionOf: (old: unknown, now: unknown) => Direction,
): FieldChange[] {
  const [old, now] = [valueOf(before, field), valueOf(after, field)];
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  return [{ field, direction: directionOf(old, now), what: `${shown(old)} → ${shown(now)}` }];
}

/** With origin `'*'`, credentials are never allowed. */
function credentialsChange(before: SurfaceRow, after: SurfaceRow): FieldChange[] {
  const [had, has] = [before, after].map(
    row => valueOf(row, 'credentials') === true && valueOf(row, 'origin') !== '*',
  );
  if (had !== has)
    return [
      {
        field: 'credentials',
        direction: has === true ? 'wider' : 'narrower',
        what: `${shown(had)} → ${shown(has)}`,
      },
    ];
  return valueChange('credentials', before, after, () => 'changed');
}

/** `'report'` refuses nothing. */
function enforcementDirection(old: unknown, now: unknown): Direction {
  if (old === true) return 'wider';
  return now === true ? 'narrower' : 'changed';
}

/** Without the field, helmet may set the header, which a surface does not show. */
function resourcePolicyDirection(old: unknown, now: unknown): Direction {
  const [was, is] = [EMBEDDERS.indexOf(String(old)), EMBEDDERS.indexOf(String(now))];
  if (was === -1) return is === 0 ? 'narrower' : 'unknown';
  if (is === -1) return was === EMBEDDERS.length - 1 ? 'changed' : 'wider';
  return is > was ? 'wider' : 'narrower';
}

/** Only gateways and paths decide handshakes. */
function handshakeChange(before: SurfaceRow, after: SurfaceRow): FieldChange[] {
  if (after.kind === 'route') return valueChange('handshakes', before, after, () => 'changed');
  const [old, now] = [handshakesOf(before), handshakesOf(after)];
  if (old === now) return [];
  const direction = old === true ? 'wider' : now === true ? 'narrower' : 'changed';
  return [{ field: 'handshakes', direction, what: `${shown(old)} → ${shown(now)}` }];
}

/** By default, handshakes are refused if a level sets an origin, and otherwise reported. */
export function handshakesOf(row: SurfaceRow): unknown {
  return valueOf(row, 'handshakes') ?? (row.policy.origin?.level === 'built-in' ? 'report' : true);
}

function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
