/** A version as Nest has it: a string, or the symbol `VERSION_NEUTRAL`, which beside others means requests without a version. */
export type RouteVersion = string | symbol;
