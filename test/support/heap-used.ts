import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that live after garbage collection. Also where Node was started without `--expose-gc`. */
export function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new TypeError('No garbage collection to be had.');
  // The second collection frees objects that only finalizers hold.
  Reflect.apply(collect, undefined, []);
  Reflect.apply(collect, undefined, []);
  return process.memoryUsage().heapUsed;
}
