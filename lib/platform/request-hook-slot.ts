import { replaceMethod } from './replace-method.js';

/** An HTTP adapter with Nest's single slot for a hook that runs before everything else. */
export interface RequestHookAdapter<Hook> {
  setOnRequestHook(hook: Hook | undefined): void;
}

/** A hook of the module, which continues with the next hook. */
type ModuleHook<Request, Response, Done> = (
  request: Request,
  response: Response,
  done: Done,
  goOn: (done: Done) => unknown,
) => unknown;

/**
 * The hooks in an adapter's slot. The module's hooks run first, one for each application on the
 * adapter. The application's own hook runs last.
 */
interface Slot {
  readonly hooks: ModuleHook<unknown, unknown, () => void>[];
  applicationHook: unknown;
}

const slots = new WeakMap<object, Slot>();

/**
 * Takes an adapter's slot and shares it. The application's own hook runs after the module's, no
 * matter when it is set.
 */
export function takeRequestHook<Request, Response, Done extends () => void>(
  adapter: RequestHookAdapter<(request: Request, response: Response, done: Done) => unknown>,
  hook: ModuleHook<Request, Response, Done>,
): void {
  const known = slots.get(adapter);
  const slot: Slot = known ?? { hooks: [], applicationHook: Reflect.get(adapter, 'onRequestHook') };
  slot.hooks.push(hook as never);
  if (known !== undefined) return;
  slots.set(adapter, slot);
  const run = (index: number, request: Request, response: Response, done: () => void): unknown => {
    const next = slot.hooks[index];
    if (next !== undefined) {
      return next(request, response, done, whenDone => run(index + 1, request, response, whenDone));
    }
    if (typeof slot.applicationHook === 'function') {
      return Reflect.apply(slot.applicationHook, adapter, [request, response, done]) as unknown;
    }
    done();
    return undefined;
  };
  adapter.setOnRequestHook((request, response, done) => run(0, request, response, done));
  replaceMethod(adapter, 'setOnRequestHook', (_set, [later]) => {
    slot.applicationHook = later;
  });
}
