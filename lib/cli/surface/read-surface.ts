import { readFileSync } from 'node:fs';
import { UsageError } from '../usage-error.js';
import type { FieldEntry, RowKind, SurfaceRow } from './surface-row.js';

/**
 * The rows of a file that `routes --json` wrote.
 *
 * @throws {UsageError} if the file cannot be read or is not a surface
 */
export function readSurface(file: string): SurfaceRow[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const rows = surfaceRows(content);
  if (rows === undefined)
    throw new UsageError(`${file} is not a surface. Write the file with 'routes --json'.`);
  return rows;
}

/** Rows from the result of `CorsService.routes()`. `undefined` for any other value. */
export function surfaceRows(content: unknown): SurfaceRow[] | undefined {
  if (!Array.isArray(content)) return undefined;
  const rows = content.map(rowOf);
  return rows.every(row => row !== undefined) ? rows : undefined;
}

function rowOf(row: unknown): SurfaceRow | undefined {
  if (!isRecord(row)) return undefined;
  const { kind = 'route', method, path, port, host, version, handler, policy } = row;
  const hosts = textsOf(host);
  const versions = textsOf(version);
  if (!isKind(kind) || typeof method !== 'string' || typeof path !== 'string') return undefined;
  if (hosts === undefined || versions === undefined || !isPolicy(policy)) return undefined;
  if (handler !== undefined && typeof handler !== 'string') return undefined;
  if (port !== undefined && typeof port !== 'number') return undefined;
  return { kind, method, path, ...(port === undefined ? {} : { port }), hosts, versions, handler, policy };
}

function textsOf(value: unknown): string[] | undefined {
  const values: unknown[] = value === undefined ? [] : [value].flat();
  return values.every(each => typeof each === 'string') ? values : undefined;
}

function isKind(kind: unknown): kind is RowKind {
  return kind === 'route' || kind === 'path' || kind === 'gateway';
}

function isPolicy(policy: unknown): policy is Record<string, FieldEntry> {
  return isRecord(policy) && Object.values(policy).every(isEntry);
}

function isEntry(entry: unknown): entry is FieldEntry {
  return (
    isRecord(entry) &&
    typeof entry.level === 'string' &&
    isTextOrAbsent(entry.named) &&
    isTextOrAbsent(entry.path)
  );
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
