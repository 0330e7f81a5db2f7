/** Continues with the next handler, or with the error handlers. */
export type Next = (error?: unknown) => void;

export type Handler<Request, Response> = (request: Request, response: Response, next: Next) => unknown;

export type ErrorHandler<Request, Response> = (
  error: unknown,
  request: Request,
  response: Response,
  next: Next,
) => unknown;

export type AnyHandler<Request, Response> = Handler<Request, Response> | ErrorHandler<Request, Response>;

/**
 * Nest registers both with `use()`. Adapters must distinguish them by their number of parameters.
 */
export function isErrorHandler<Request, Response>(
  handler: AnyHandler<Request, Response>,
): handler is ErrorHandler<Request, Response> {
  return handler.length === 4;
}

/** Nest's types say no more of a callback than that it is a function. */
export function isHandler<Request, Response>(value: unknown): value is Handler<Request, Response> {
  return typeof value === 'function';
}
