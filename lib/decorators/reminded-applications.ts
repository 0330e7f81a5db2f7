/**
 * The applications that already have the warning, each as its `ModulesContainer`. This file imports
 * no code of Nest, so both module formats share it (packaging/bundles.mjs).
 */
const reminded = new WeakSet<object>();

/** Whether this is the first call for the application. */
export function isFirstReminder(application: object): boolean {
  if (reminded.has(application)) return false;
  reminded.add(application);
  return true;
}
