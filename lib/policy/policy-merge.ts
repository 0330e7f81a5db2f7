import type { CorsPolicyOptions, EffectivePolicy, PolicyLevel } from './policy-options.js';
import { BUILT_IN_POLICY, POLICY_FIELDS } from './policy-fields.js';

/** What one level contributes. A level that names a policy and adds options of its own contributes two. */
export interface PolicyLayer {
  readonly level: PolicyLevel;
  readonly options: CorsPolicyOptions;
  /** The named policy whose options these are. */
  readonly named?: string;
  /** The key of `paths`, where the level is `path`. */
  readonly path?: string;
}

/** A layer together with the place in the source where it was written. */
export interface PlacedLayer extends PolicyLayer {
  /** As people write it: `@CorsPolicy() on CatsController`, `defaults in CorsModule.forRoot()`. */
  readonly place: string;
}

const BUILT_IN_LAYER: PolicyLayer = {
  level: 'built-in',
  options: { ...BUILT_IN_POLICY, allowedHeaders: [...BUILT_IN_POLICY.allowedHeaders] },
};

/**
 * Combines layers, nearest first: field by field, the nearest layer that sets a field wins. Nothing is unioned, and
 * `undefined` inherits.
 */
export function mergePolicy(layers: readonly PolicyLayer[]): EffectivePolicy {
  const effective: EffectivePolicy = {};
  for (const field of POLICY_FIELDS) {
    const source = [...layers, BUILT_IN_LAYER].find(
      ({ options }) => writtenValue(options, field) !== undefined,
    );
    if (source === undefined) continue;
    const { level, options, named, path } = source;
    effective[field] = {
      value: options[field],
      level,
      ...(named === undefined ? {} : { named }),
      ...(path === undefined ? {} : { path }),
    };
  }
  return effective;
}

/** A field's value as somebody wrote it: one that only the prototype has was not written by anybody. */
export function writtenValue(options: CorsPolicyOptions, field: string): unknown {
  return Object.hasOwn(options, field) ? Reflect.get(options, field) : undefined;
}

/** The plain values of layers combined as {@link mergePolicy} does. */
export function mergeValues(layers: readonly PolicyLayer[]): CorsPolicyOptions {
  // Without a prototype, which could have fields that nobody wrote.
  const values: CorsPolicyOptions = Object.create(null) as CorsPolicyOptions;
  for (const layer of [BUILT_IN_LAYER, ...layers.toReversed()]) {
    for (const field of POLICY_FIELDS) {
      const value = writtenValue(layer.options, field);
      if (value !== undefined) Object.assign(values, { [field]: value });
    }
  }
  return values;
}
