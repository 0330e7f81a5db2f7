import { type EffectivePolicy, placeOfPath } from '../policy/index.js';

/** The end of every place in the module options. */
const MODULE = 'CorsModule.forRoot()';

/**
 * A policy and the handler that has it. Without a handler, it is the policy of paths that no route
 * serves.
 */
export interface PlacedPolicy {
  readonly effective: EffectivePolicy;
  /** `CatsController.find`. */
  readonly handler: string | undefined;
}

/** The place where the value of a field was written: `@CorsPolicy() on CatsController.find`. */
export function placeOf(field: keyof EffectivePolicy, placed: PlacedPolicy): string {
  return isSet(field, placed) ? placeToSet(field, placed) : 'the built-in policy';
}

/**
 * The place where a field was written. If no level sets it, the best place to set it: the handler's
 * own decorator.
 */
export function placeToSet(field: keyof EffectivePolicy, { effective, handler }: PlacedPolicy): string {
  const { level = 'built-in', named, path = keyOf(effective) } = effective[field] ?? {};
  if (named !== undefined) return `policies.${named} in ${MODULE}`;
  if (path !== undefined && (level === 'path' || (level === 'built-in' && handler === undefined)))
    return placeOfPath(path);
  if (level === 'defaults' || handler === undefined) return `defaults in ${MODULE}`;
  return `@CorsPolicy() on ${level === 'controller' ? controllerOf(handler) : handler}`;
}

/** Whether a level sets the field. */
export function isSet(field: keyof EffectivePolicy, { effective }: PlacedPolicy): boolean {
  return (effective[field]?.level ?? 'built-in') !== 'built-in';
}

/** The key of `paths` that contributes to a policy. */
function keyOf(effective: EffectivePolicy): string | undefined {
  return Object.values(effective).find(({ path }) => path !== undefined)?.path;
}

function controllerOf(handler: string): string {
  return handler.slice(0, handler.lastIndexOf('.'));
}
