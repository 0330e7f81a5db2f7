import type { RewritingPlan, RewritingRequest } from './rewriting-plan.js';
import { withoutField } from './without-field.js';

/** An application and a request to it. */
export interface Case {
  readonly plan: RewritingPlan;
  readonly request: RewritingRequest;
}

/** Leaves out of a case, piece by piece, what a violation does not need. */
export async function smallestCase(
  found: Case,
  isStillFound: (smaller: Case) => Promise<boolean>,
): Promise<Case> {
  for (const smaller of smallerCases(found)) {
    if (await isStillFound(smaller)) return smallestCase(smaller, isStillFound);
  }
  return found;
}

function* smallerCases({ plan, request }: Case): Generator<Case> {
  const { controllers, middleware, platformRoutes } = plan;
  for (const active of without(request.active)) yield { plan, request: { ...request, active } };
  // Requests name middleware by index, so that only the last can go.
  const last = middleware.length - 1;
  if (last >= 0 && !request.active.includes(last))
    yield { plan: { ...plan, middleware: middleware.slice(0, last) }, request };
  for (const fewer of without(platformRoutes)) yield { plan: { ...plan, platformRoutes: fewer }, request };
  for (const fewer of without(controllers)) yield { plan: { ...plan, controllers: fewer }, request };
  for (const [index, controller] of controllers.entries()) {
    for (const methods of without(controller.methods))
      yield { plan: { ...plan, controllers: controllers.with(index, { ...controller, methods }) }, request };
    for (const field of ['host', 'version', 'policy', 'bound'] as const) {
      if (controller[field] === undefined) continue;
      const smaller = withoutField(controller, field);
      yield { plan: { ...plan, controllers: controllers.with(index, smaller) }, request };
    }
  }
  for (const field of ['globalPrefix', 'versioning'] as const) {
    if (plan[field] === undefined) continue;
    yield { plan: withoutField(plan, field), request };
  }
}

function* without<Item>(items: readonly Item[]): Generator<Item[]> {
  for (const index of items.keys()) yield items.toSpliced(index, 1);
}
