import { INSTANCES } from './settings.js';

export const TENANTS = ['acme', 'globex'] as const;
export type Tenant = (typeof TENANTS)[number];

/**
 * Of five hundred origins, one belongs to one tenant and another one to the other. There are few
 * enough that the caches do not fill up with them.
 */
const ONE_IN = 500;
/** Origins that come again and again. */
const REGULARS = 64;

export const KINDS = ['GET', 'POST', 'preflight of POST', 'preflight of DELETE'] as const;
export type Kind = (typeof KINDS)[number];

/** One request of the run, and whether its origin is one of the tenant's. */
export interface Visit {
  readonly origin: string;
  readonly tenant: Tenant;
  readonly kind: Kind;
  readonly instance: number;
  readonly allowed: boolean;
}

/** The visit of an origin that comes once. */
export function newcomer(number: number): Visit {
  const tenant = TENANTS[(mix(number) >>> 4) & 1] ?? 'acme';
  return { ...choices(number), origin: originOf(number), tenant, allowed: ownerOf(number) === tenant };
}

/** The visit of an origin that comes all the time. */
export function regular(number: number): Visit {
  const which = mix(number + 1) % REGULARS;
  const tenant = TENANTS[which & 1] ?? 'acme';
  return { ...choices(~number), origin: regularOf(which), tenant, allowed: true };
}

/** The origins that the store must have for a tenant, so that the visits are right. */
export function* originsOf(tenant: Tenant, count: number): Generator<string> {
  for (let number = 0; number < count; number++) if (ownerOf(number) === tenant) yield originOf(number);
  for (let which = TENANTS.indexOf(tenant); which < REGULARS; which += TENANTS.length) yield regularOf(which);
}

function originOf(number: number): string {
  return `https://visitor-${number}.example`;
}

function regularOf(which: number): string {
  return `https://regular-${which}.example`;
}

function ownerOf(number: number): Tenant | undefined {
  if (number % ONE_IN === 0) return 'acme';
  return number % ONE_IN === ONE_IN / 2 ? 'globex' : undefined;
}

function choices(number: number): Pick<Visit, 'kind' | 'instance'> {
  const mixed = mix(number);
  return { kind: KINDS[(mixed >>> 8) % KINDS.length] ?? 'GET', instance: (mixed >>> 16) % INSTANCES.length };
}

/** A number that looks like chance and is the same in each run. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
