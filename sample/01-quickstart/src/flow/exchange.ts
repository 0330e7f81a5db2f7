/** One request and its response, as the server sees them. */
export interface Exchange {
  flow: string;
  /** OPTIONS with Origin and Access-Control-Request-Method. */
  preflight: boolean;
  method: string;
  path: string;
  /** The headers that matter for CORS. A cookie has the value `(sent)`. */
  request: Record<string, string>;
  /** Null until the response is sent. */
  status: number | null;
  response: Record<string, string>;
  /** The handler that ran, such as `OrdersController.list`. Null if no handler ran. */
  handler: string | null;
}
