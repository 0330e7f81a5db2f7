const JEST_GLOBALS = new URL('./jest-globals.mjs', import.meta.url).href;

/** Jest's own module throws outside Jest. */
export async function resolve(specifier, context, nextResolve) {
  if (specifier === '@jest/globals') return { url: JEST_GLOBALS, shortCircuit: true };
  return nextResolve(specifier, context);
}
