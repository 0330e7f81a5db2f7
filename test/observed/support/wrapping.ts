export type Handler = (...args: unknown[]) => unknown;

/** How the calls of a wrapped handler look: agents differ in whether they declare parameters. */
export type Wrap = (handler: Handler) => Handler;

export function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

export const withRest: Wrap = handler =>
  function wrapped(this: unknown, ...args: unknown[]) {
    return handler.apply(this, args);
  };

export const withParameters: Wrap = handler =>
  function wrapped(this: unknown, request: unknown, response: unknown, next: unknown) {
    return handler.call(this, request, response, next);
  };

/** Replaces functions of an object, each by what `make` gives for it. The answer puts them back. */
export function replace(
  target: object,
  names: readonly string[],
  make: (original: Handler) => Handler,
): () => void {
  const undo = names.map(name => {
    const original: unknown = Reflect.get(target, name);
    if (!isHandler(original)) return () => undefined;
    const own = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, writable: true, value: make(original) });
    return () => {
      if (own === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, own);
    };
  });
  return () => {
    for (const each of undo.reverse()) each();
  };
}

/** A registration function that wraps the handlers that it gets. */
export function registering(wrap: Wrap): (original: Handler) => Handler {
  return original =>
    function register(this: unknown, ...args: unknown[]) {
      return original.apply(
        this,
        args.map(argument => (isHandler(argument) ? wrap(argument) : argument)),
      );
    };
}

export const VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'all'] as const;
