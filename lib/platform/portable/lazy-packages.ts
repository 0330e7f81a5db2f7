import { createRequire } from 'node:module';
import type * as rxjs from 'rxjs';

// Only the interceptor needs the package. An import would load it with every start: Node then
// reads the names in its CommonJS files earlier and in another order, which costs 15 ms of
// processor time.
const load = createRequire(import.meta.url);

/** Loads the operators of observables. */
export function loadRxjs(): typeof rxjs {
  return load('rxjs') as typeof rxjs;
}
