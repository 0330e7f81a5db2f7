import { readFileSync } from 'node:fs';

/** The initial origins of each tenant, by the tenant's name. */
export function readSeed(file: URL): ReadonlyMap<string, readonly string[]> {
  const tenants: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof tenants !== 'object' || tenants === null) throw new Error(`${file.pathname} has no tenants`);
  return new Map(Object.entries(tenants).map(([tenant, origins]) => [tenant, listOf(tenant, origins)]));
}

function listOf(tenant: string, origins: unknown): readonly string[] {
  if (Array.isArray(origins) && origins.every(origin => typeof origin === 'string')) return origins;
  throw new Error(`the origins of ${tenant} are to be a list of strings`);
}
