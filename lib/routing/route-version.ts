/**
 * A version in Nest's form: a string or the symbol `VERSION_NEUTRAL`. In a list, the symbol stands
 * for requests without a version.
 */
export type RouteVersion = string | symbol;
