import type FindMyWay from 'find-my-way';

type Strategy = FindMyWay.ConstraintStrategy<FindMyWay.HTTPVersion.V1>;
type Handler = FindMyWay.Handler<FindMyWay.HTTPVersion.V1>;

/** The constraints of a route by name. Each has one value, or several of which one must match. */
export type RouteConstraints = Readonly<Record<string, unknown>>;

/**
 * The constraint values that the actual request may have, because a preflight does not carry them:
 * all combinations of the routes' values and of no value. The host is known and left out.
 */
export function unknownConstraints(routes: readonly RouteConstraints[]): readonly RouteConstraints[] {
  const values = new Map<string, Set<unknown>>();
  for (const [name, value] of routes.flatMap(Object.entries)) {
    if (name === 'host') continue;
    const known = values.get(name) ?? new Set([undefined]);
    for (const each of asList(value)) known.add(each);
    values.set(name, known);
  }
  let combinations: RouteConstraints[] = [{}];
  for (const [name, known] of values) {
    combinations = combinations.flatMap(others => [...known].map(value => ({ ...others, [name]: value })));
  }
  return combinations;
}

/** Stores a route under each of its values, as Nest's Fastify adapter does with versions. */
export function valueStrategy(name: string): Strategy {
  return {
    name,
    mustMatchWhenDerived: false,
    storage() {
      const handlers = new Map<unknown, Handler>();
      return {
        get: (values: unknown) => handlers.get(asList(values).find(value => handlers.has(value))) ?? null,
        set: (values: unknown, handler: Handler) => {
          for (const value of asList(values)) handlers.set(value, handler);
        },
      };
    },
    // Look-ups always pass their constraints.
    deriveConstraint: () => '',
  } satisfies Strategy;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
