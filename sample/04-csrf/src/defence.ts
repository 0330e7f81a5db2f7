/** The defences of a bank, in addition to the cookie's `SameSite`. */
export const DEFENCES = ['cors', 'enforce', 'csrf', 'both'] as const;

export type Defence = (typeof DEFENCES)[number];

/** Whether the policy has `enforce`. */
export function isEnforced(defence: Defence): boolean {
  return defence === 'enforce' || defence === 'both';
}

/** Whether Nest's CSRF protection is on. */
export function isProtected(defence: Defence): boolean {
  return defence === 'csrf' || defence === 'both';
}
