import type { CorsPolicyOptions, EffectivePolicy, PolicyLevel } from './policy-options.js';
import { BUILT_IN_POLICY, POLICY_FIELDS } from './policy-fields.js';

/** The options of one level. A level with a named policy and its own options has two layers. */
export interface PolicyLayer {
  readonly level: PolicyLevel;
  readonly options: CorsPolicyOptions;
  /** The named policy that the options belong to; absent for a level's own options. */
  readonly named?: string;
  /** The key of `paths`, if the level is `path`. */
  readonly path?: string;
}

/** A layer with its place for messages. */
export interface PlacedLayer extends PolicyLayer {
  /**
   * The place as it is written in the code: `@CorsPolicy() on CatsController`, `defaults in
   * CorsModule.forRoot()`.
   */
  readonly place: string;
}

const BUILT_IN_LAYER: PolicyLayer = {
  level: 'built-in',
  options: { ...BUILT_IN_POLICY, allowedHeaders: [...BUILT_IN_POLICY.allowedHeaders] },
};

/**
 * Merges layers field by field: the nearest layer that sets a field wins. Lists are never merged.
 * `undefined` does not set a field.
 *
 * @param layers the layers, nearest first
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

/**
 * The own value of a field. A value of the prototype is ignored, because the application did not
 * write it.
 */
export function writtenValue(options: CorsPolicyOptions, field: string): unknown {
  return Object.hasOwn(options, field) ? Reflect.get(options, field) : undefined;
}

/** The plain values of {@link mergePolicy}. */
export function mergeValues(layers: readonly PolicyLayer[]): CorsPolicyOptions {
  // Without a prototype, because a polluted prototype would set fields.
  const values: CorsPolicyOptions = Object.create(null) as CorsPolicyOptions;
  for (const layer of [BUILT_IN_LAYER, ...layers.toReversed()]) {
    for (const field of POLICY_FIELDS) {
      const value = writtenValue(layer.options, field);
      if (value !== undefined) Object.assign(values, { [field]: value });
    }
  }
  return values;
}
