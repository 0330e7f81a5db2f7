import type { ApplicationPlan, ControllerPlan, ModulePlan } from './application-plan.js';

/** Leaves out of a plan, piece by piece, what a difference does not need. */
export async function minimalPlan(
  plan: ApplicationPlan,
  stillDiffers: (plan: ApplicationPlan) => Promise<boolean>,
): Promise<ApplicationPlan> {
  let smallest = plan;
  let progress = true;
  while (progress) {
    progress = false;
    for (const candidate of smallerPlans(smallest)) {
      if (!(await stillDiffers(candidate))) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}

function* smallerPlans(plan: ApplicationPlan): Generator<ApplicationPlan> {
  for (const rawRoutes of without(plan.rawRoutes ?? [])) yield { ...plan, rawRoutes };
  for (const modules of without(plan.modules)) yield { ...plan, modules };
  for (const modules of smallerModules(plan.modules)) yield { ...plan, modules };
  for (const controllers of without(plan.controllers)) yield { ...plan, controllers };
  for (const [index, controller] of plan.controllers.entries()) {
    for (const smaller of smallerControllers(controller)) {
      yield { ...plan, controllers: plan.controllers.with(index, smaller) };
    }
  }
  yield* withoutFields(plan, [
    'versioning',
    'prefixExclusions',
    'globalPrefix',
    'bySpecificity',
    'conflictPolicy',
    'middlewareFor',
  ]);
  for (const router of withoutFields(plan.router, keysOf(plan.router))) yield { ...plan, router };
}

function* smallerModules(modules: readonly ModulePlan[]): Generator<ModulePlan[]> {
  for (const [index, module] of modules.entries()) {
    for (const controllers of without(module.controllers))
      yield modules.with(index, { ...module, controllers });
    for (const children of without(module.children)) yield modules.with(index, { ...module, children });
    for (const children of smallerModules(module.children))
      yield modules.with(index, { ...module, children });
    for (const smaller of withoutFields(module, ['path'])) yield modules.with(index, smaller);
  }
}

function* smallerControllers(controller: ControllerPlan): Generator<ControllerPlan> {
  for (const methods of without(controller.methods)) yield { ...controller, methods };
  if (controller.paths.length > 1)
    for (const paths of without(controller.paths)) yield { ...controller, paths };
  yield* withoutFields(controller, ['host', 'version', 'requestScoped', 'bound', 'base', 'policy']);
  for (const [index, method] of controller.methods.entries()) {
    const replaced = (smaller: typeof method): ControllerPlan => ({
      ...controller,
      methods: controller.methods.with(index, smaller),
    });
    if (method.paths.length > 1)
      for (const paths of without(method.paths)) yield replaced({ ...method, paths });
    for (const smaller of withoutFields(method, ['version'])) yield replaced(smaller);
  }
}

function* without<Item>(items: readonly Item[]): Generator<Item[]> {
  for (const index of items.keys()) yield items.toSpliced(index, 1);
}

function* withoutFields<Plan extends object>(plan: Plan, fields: readonly (keyof Plan)[]): Generator<Plan> {
  for (const field of fields) {
    if (plan[field] === undefined || plan[field] === false) continue;
    const smaller = { ...plan };
    Reflect.deleteProperty(smaller, field);
    yield smaller;
  }
}

function keysOf<Plan extends object>(plan: Plan): (keyof Plan)[] {
  return Object.keys(plan) as (keyof Plan)[];
}
