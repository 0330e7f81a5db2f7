/**
 * The names of policies, for TypeScript alone. An application adds its own by declaration merging: `@CorsPolicy()`
 * then takes these names and no other, and editors complete them. Empty by default: any string is a name.
 *
 * Each name is a key; `true` is the usual value. Names are compared again when the application starts.
 *
 * @example
 * ```ts
 * declare module 'nestjs-cors-policy' {
 *   interface CorsPolicyNames {
 *     partners: true;
 *   }
 * }
 * ```
 * @publicApi
 */
// An interface without members of its own is what declaration merging needs.
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface CorsPolicyNames {}

/**
 * The name of a policy: a key of {@link CorsPolicyNames}, or any string where that has none.
 *
 * @publicApi
 */
export type CorsPolicyName = [keyof CorsPolicyNames] extends [never]
  ? string
  : Extract<keyof CorsPolicyNames, string>;
