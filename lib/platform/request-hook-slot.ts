import { replaceMethod } from './replace-method.js';

/** An HTTP adapter with Nest's single slot for a hook that runs before everything else. */
export interface RequestHookAdapter<Hook> {
  setOnRequestHook(hook: Hook | undefined): void;
}

/** A request hook. It calls `done` unless it answers. */
export type RequestHook<Request, Response, Done> = (
  request: Request,
  response: Response,
  done: Done,
) => unknown;

/** A hook of the module. It gets the hook that follows it. */
type ModuleHook<Request, Response, Done> = (
  request: Request,
  response: Response,
  done: Done,
  next: RequestHook<Request, Response, Done>,
) => unknown;

/**
 * The hooks in an adapter's slot. The module's hooks run first, one for each application on the
 * adapter. The application's own hook runs last.
 */
interface Slot {
  readonly hooks: ModuleHook<unknown, unknown, () => void>[];
  applicationHook: unknown;
  /** All hooks as one. It is made once, because every request runs it. */
  run: RequestHook<unknown, unknown, () => void>;
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
  const slot: Slot = known ?? {
    hooks: [],
    applicationHook: Reflect.get(adapter, 'onRequestHook'),
    run: finish,
  };
  slot.hooks.push(hook as never);
  slot.run = allHooks(slot, adapter);
  if (known !== undefined) return;
  slots.set(adapter, slot);
  adapter.setOnRequestHook((request, response, done) => slot.run(request, response, done));
  replaceMethod(adapter, 'setOnRequestHook', (_set, [later]) => {
    slot.applicationHook = later;
  });
}

function allHooks(slot: Slot, adapter: object): Slot['run'] {
  const last: Slot['run'] = (request, response, done) =>
    typeof slot.applicationHook === 'function'
      ? (Reflect.apply(slot.applicationHook, adapter, [request, response, done]) as unknown)
      : finish(request, response, done);
  return slot.hooks.reduceRight<Slot['run']>(
    (next, hook) => (request, response, done) => hook(request, response, done, next),
    last,
  );
}

function finish(_request: unknown, _response: unknown, done: () => void): unknown {
  done();
  return undefined;
}
