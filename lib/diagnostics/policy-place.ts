import { type EffectivePolicy, placeOfPath } from '../policy/index.js';

/** The module's own words in every place that names its options. */
const MODULE = 'CorsModule.forRoot()';

/** A policy together with the handler whose it is; without one, the module's defaults on paths that no route serves. */
export interface PlacedPolicy {
  readonly effective: EffectivePolicy;
  /** `CatsController.find`. */
  readonly handler: string | undefined;
}

/** Where the value of a field was written, as people write it: `@CorsPolicy() on CatsController.find`. */
export function placeOf(field: keyof EffectivePolicy, placed: PlacedPolicy): string {
  return isSet(field, placed) ? placeToSet(field, placed) : 'the built-in policy';
}

/** The same, and of a field that no level sets the place where it is best set: the handler's own decorator. */
export function placeToSet(field: keyof EffectivePolicy, { effective, handler }: PlacedPolicy): string {
  const { level = 'built-in', named, path = keyOf(effective) } = effective[field] ?? {};
  if (named !== undefined) return `policies.${named} in ${MODULE}`;
  if (path !== undefined && (level === 'path' || (level === 'built-in' && handler === undefined)))
    return placeOfPath(path);
  if (level === 'defaults' || handler === undefined) return `defaults in ${MODULE}`;
  return `@CorsPolicy() on ${level === 'controller' ? controllerOf(handler) : handler}`;
}

/** Whether some level sets the field. */
export function isSet(field: keyof EffectivePolicy, { effective }: PlacedPolicy): boolean {
  return (effective[field]?.level ?? 'built-in') !== 'built-in';
}

/** The key of `paths` that has a say in a policy. */
function keyOf(effective: EffectivePolicy): string | undefined {
  return Object.values(effective).find(({ path }) => path !== undefined)?.path;
}

function controllerOf(handler: string): string {
  return handler.slice(0, handler.lastIndexOf('.'));
}
