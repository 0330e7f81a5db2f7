import type { ApplicationPlan, OriginKind, PolicyPlan } from './application-plan.js';

export const ORIGIN_A = 'https://a.example';
export const ORIGIN_B = 'https://b.example';

/** Every policy of a plan allows this header; each policy's other one has the policy's own name. */
export const COMMON_HEADER = 'x-common';

/**
 * The name of all routes that the application registers on the platform itself. The defaults are
 * their policy.
 */
export const RAW = 'raw';

export interface ExpectedPolicy extends Required<PolicyPlan> {
  /**
   * The level of `origin`. Two policies with predicates are equal only if they share the function.
   */
  readonly originFrom: string;
}

const BUILT_IN: Required<PolicyPlan> = {
  origin: 'none',
  name: '',
  credentials: false,
  maxAge: 5,
  enforce: false,
};

export function allows(kind: OriginKind, origin: string): boolean {
  if (kind === 'any') return true;
  if (kind === 'none') return false;
  return kind.replace('ask-', '').includes(origin === ORIGIN_A ? 'a' : 'b');
}

/** The policy of a handler, `Controller.method`; the defaults' where no handler answers. */
export function expectedPolicy(plan: ApplicationPlan, handler: string | undefined): ExpectedPolicy {
  const [controllerName, methodName] = handler?.split('.') ?? [];
  const lineage = lineageOf(plan, controllerName);
  const ofMethod = lineage.flatMap(({ methods }) => methods).find(({ name }) => name === methodName)?.policy;
  const ofController = lineage.find(({ policy }) => policy !== undefined)?.policy;
  const asked = ofMethod?.origin?.startsWith('ask-') === true;
  const originFrom = asked ? (methodName ?? '') : 'shared';
  return { ...BUILT_IN, ...plan.defaults, ...ofController, ...ofMethod, originFrom };
}

/** A controller and those that it extends, nearest first. */
export function lineageOf(plan: ApplicationPlan, name: string | undefined): ApplicationPlan['controllers'] {
  const controller = plan.controllers.find(each => each.name === name);
  return controller === undefined ? [] : [controller, ...lineageOf(plan, controller.base)];
}
