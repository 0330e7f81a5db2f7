import { UNMANAGED } from './path-policy.js';
import type { CorsPolicyOptions } from './policy-options.js';
import type { PolicyLayer } from './policy-merge.js';
import type { PolicyProblem } from './policy-problem.js';
import { describeValue } from './validation/describe-value.js';
import { isObject } from './validation/value-kinds.js';
import { nearestName } from './validation/nearest-name.js';

/** The arguments of `@CorsPolicy()` as written. Start-up checks them. */
export type CorsPolicyArguments =
  | readonly []
  | readonly [policy: false | string | CorsPolicyOptions]
  | readonly [policy: string, options: CorsPolicyOptions | undefined];

/** A level with arguments like those of `@CorsPolicy()`. */
export type DeclaringLevel = 'method' | 'controller' | 'gateway' | 'path';

/** The layers of a level, or its problems. */
export interface DeclaredLayers {
  readonly layers: readonly PolicyLayer[];
  readonly problems: readonly PolicyProblem[];
}

const NO_ACCESS: CorsPolicyOptions = Object.freeze({ origin: false });
const USAGE =
  "write @CorsPolicy({ ... }), @CorsPolicy('name'), @CorsPolicy('name', { ... }) or @CorsPolicy(false)";

/** Reads the arguments of a decorator. Its own options come before those of the named policy. */
export function declaredLayers(
  level: DeclaringLevel,
  [policy, options]: readonly unknown[],
  namedPolicies: ReadonlyMap<string, CorsPolicyOptions>,
): DeclaredLayers {
  if (policy === false)
    return withExtraOptions({ layers: [{ level, options: NO_ACCESS }], problems: [] }, options);
  if (typeof policy === 'string') return namedLayers(level, policy, options, namedPolicies);
  if (!isOptions(policy))
    return invalid(policy, 'the first argument must be an object of policy options, a name, or false');
  return withExtraOptions({ layers: [{ level, options: policy }], problems: [] }, options);
}

function namedLayers(
  level: DeclaringLevel,
  named: string,
  options: unknown,
  namedPolicies: ReadonlyMap<string, CorsPolicyOptions>,
): DeclaredLayers {
  const namedOptions = namedPolicies.get(named);
  if (named === UNMANAGED)
    return invalid(named, "'unmanaged' is only possible in paths, and is not a policy");
  if (namedOptions === undefined) return unknownName(named, [...namedPolicies.keys()]);
  const layer = { level, options: namedOptions, named };
  if (options === undefined) return { layers: [layer], problems: [] };
  if (!isOptions(options)) return invalid(options, 'the second argument must be an object of policy options');
  return { layers: [{ level, options }, layer], problems: [] };
}

function withExtraOptions(declared: DeclaredLayers, options: unknown): DeclaredLayers {
  if (options === undefined) return declared;
  return invalid(options, 'a second argument is only possible after the name of a policy');
}

function unknownName(name: string, known: readonly string[]): DeclaredLayers {
  const nearest = nearestName(name, known);
  const defined =
    known.length === 0 ? 'no policy is defined' : `defined names: ${known.map(describeValue).join(', ')}`;
  return {
    layers: [],
    problems: [
      {
        field: 'policy',
        value: name,
        reason: `no named policy has this name; ${defined}`,
        suggestion:
          nearest === undefined
            ? 'define it under policies in CorsModule.forRoot()'
            : `write ${describeValue(nearest)}, or define it under policies in CorsModule.forRoot()`,
      },
    ],
  };
}

function invalid(value: unknown, reason: string): DeclaredLayers {
  return { layers: [], problems: [{ field: 'policy', value, reason, suggestion: USAGE }] };
}

function isOptions(value: unknown): value is CorsPolicyOptions {
  return isObject(value) && !Array.isArray(value);
}
