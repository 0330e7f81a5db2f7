/**
 * The applications that were reminded, by what stands for each. This file stands on nothing of Nest, so the package has it once for both module
 * formats (packaging/bundles.mjs).
 */
const reminded = new WeakSet<object>();

/** Whether the application was not reminded before. It counts as reminded from now on. */
export function isFirstReminder(application: object): boolean {
  if (reminded.has(application)) return false;
  reminded.add(application);
  return true;
}
