import { replaceMethod } from './replace-method.js';

/** An adapter of Nest with its single slot for a hook that runs before everything else. */
export interface RequestHookAdapter<Hook> {
  setOnRequestHook(hook: Hook | undefined): void;
}

/** The slot is the module's, and shared: a hook of the application's own, set before or later, runs after the module's. */
export class RequestHookSlot<Request, Response, Done extends () => void> {
  private applicationHook: unknown;

  constructor(
    private readonly adapter: RequestHookAdapter<
      (request: Request, response: Response, done: Done) => unknown
    >,
  ) {}

  take(hook: (request: Request, response: Response, done: Done) => unknown): void {
    this.applicationHook = Reflect.get(this.adapter, 'onRequestHook');
    this.adapter.setOnRequestHook(hook);
    replaceMethod(this.adapter, 'setOnRequestHook', (_set, [later]) => {
      this.applicationHook = later;
    });
  }

  runApplicationHook(request: Request, response: Response, done: Done): unknown {
    if (typeof this.applicationHook === 'function') {
      return Reflect.apply(this.applicationHook, this.adapter, [request, response, done]) as unknown;
    }
    done();
    return undefined;
  }
}
