/**
 * The names of the policies of an application, for TypeScript only. Add the names by declaration
 * merging. `@CorsPolicy()` then accepts only these names, and editors complete them. Without a
 * declaration, any string is a name.
 *
 * Each name is a key, usually with the value `true`. Start-up checks the names in any case.
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
// Declaration merging needs an interface, even without members.
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface CorsPolicyNames {}

/**
 * The name of a policy: a key of {@link CorsPolicyNames}, or any string if there are no keys.
 *
 * @publicApi
 */
export type CorsPolicyName = [keyof CorsPolicyNames] extends [never]
  ? string
  : Extract<keyof CorsPolicyNames, string>;
