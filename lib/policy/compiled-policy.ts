import type { CorsPolicyOptions, Enforcement, ResourcePolicy } from './policy-options.js';
import { type HeaderNameList, headerNameList } from './header-names.js';
import { toList } from './list-value.js';
import { type OriginMatcher, type PredicateOf, compileOriginMatcher } from './origin-matcher.js';
import { BUILT_IN_POLICY } from './policy-fields.js';
import { permits } from './validation/check-dangerously.js';

/** A policy as requests use it: immutable, and one for each distinct effective policy. */
export interface CompiledPolicy {
  readonly origin: OriginMatcher;
  /** The methods that a preflight may ask for; `undefined` for the methods of the routes. */
  readonly methods: ReadonlySet<string> | undefined;
  /** The request headers that a preflight may ask for; `'*'` for any. */
  readonly allowedHeaders: '*' | HeaderNameList;
  readonly credentials: boolean;
  /** The value of `Access-Control-Max-Age`, in seconds. */
  readonly maxAge: number | undefined;
  readonly optionsSuccessStatus: 200 | 204;
  /** Whether the server refuses or reports actual requests of origins that are not allowed. */
  readonly enforce: Enforcement;
  /**
   * Whether the server refuses or reports WebSocket handshakes of origins that are not allowed;
   * `undefined` if no level sets it.
   */
  readonly handshakes: Enforcement | undefined;
  /** The value of `Cross-Origin-Resource-Policy`; `undefined` leaves the header as it is. */
  readonly resourcePolicy: ResourcePolicy | undefined;
  /** The value of `Access-Control-Expose-Headers`. */
  readonly exposedHeaders: string | undefined;
}

/** Compiles the effective values of a policy. The values must be valid. */
export function compilePolicy(values: CorsPolicyOptions, predicateOf: PredicateOf): CompiledPolicy {
  const { methods, allowedHeaders = BUILT_IN_POLICY.allowedHeaders, exposedHeaders } = values;
  const exposed = exposedHeaders === undefined ? '' : headerNameList(exposedHeaders).value;
  return Object.freeze({
    origin: compileOriginMatcher(values.origin ?? BUILT_IN_POLICY.origin, {
      allowNullOrigin: permits(values.dangerously, 'allowNullOrigin'),
      allowFileOrigin: permits(values.dangerously, 'allowFileOrigin'),
      predicateOf,
    }),
    methods: methods === undefined ? undefined : new Set(toList(methods)),
    allowedHeaders: allowedHeaders === '*' ? '*' : headerNameList(allowedHeaders),
    credentials: values.credentials ?? BUILT_IN_POLICY.credentials,
    maxAge: values.maxAge,
    optionsSuccessStatus: values.optionsSuccessStatus ?? BUILT_IN_POLICY.optionsSuccessStatus,
    enforce: values.enforce ?? BUILT_IN_POLICY.enforce,
    handshakes: values.handshakes,
    resourcePolicy: values.resourcePolicy,
    exposedHeaders: exposed === '' ? undefined : exposed,
  } satisfies CompiledPolicy);
}
