export const ALLOWED_ORIGIN = 'https://app.example.com';
export const REFUSED_ORIGIN = 'https://evil.example';
export const ORIGINS: readonly string[] = [
  ALLOWED_ORIGIN,
  'https://admin.example.com',
  'https://partner.example',
];

const known = new Set(ORIGINS);

/**
 * The look-up that `enableCors()` with a function and the dynamic origins of this library share.
 */
export function isKnownOrigin(origin: string): boolean {
  return known.has(origin);
}
