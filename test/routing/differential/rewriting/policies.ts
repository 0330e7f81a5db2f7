import type { ControllerPlan, MethodPlan, Origins, PolicyPlan, RewritingPlan } from './rewriting-plan.js';

export const ORIGIN_A = 'https://a.example';
export const ORIGIN_B = 'https://b.example';
export const ORIGIN_C = 'https://evil.example';

/** The combined levels of a route. */
export type WholePolicy = Required<PolicyPlan>;

const BUILT_IN: WholePolicy = { origin: 'none', credentials: false, name: '', enforce: false };

export function allows(origins: Origins, origin: string): boolean {
  if (origins === 'any') return true;
  if (origins === 'none') return false;
  const letters = origins.replace(/^\w+-/, '');
  return (origin === ORIGIN_A && letters.includes('a')) || (origin === ORIGIN_B && letters.includes('b'));
}

export function dependsOnOrigin({ origin }: WholePolicy): boolean {
  return origin !== 'any' && origin !== 'none';
}

export function asks({ origin }: WholePolicy): boolean {
  return origin.includes('-');
}

export function defaultPolicy({ defaults }: RewritingPlan): WholePolicy {
  return { ...BUILT_IN, ...defaults };
}

/** A route by the name of its method. */
export function plannedRoute(
  { controllers }: RewritingPlan,
  name: string,
): { readonly controller: ControllerPlan; readonly method: MethodPlan } {
  for (const controller of controllers) {
    const method = controller.methods.find(each => each.name === name);
    if (method !== undefined) return { controller, method };
  }
  throw new Error(`The plan has no method ${name}.`);
}

/** The policy of a route: field by field, the nearest level that sets a field wins. */
export function policyOf(plan: RewritingPlan, name: string): WholePolicy {
  const { controller, method } = plannedRoute(plan, name);
  return { ...defaultPolicy(plan), ...controller.policy, ...method.policy };
}
