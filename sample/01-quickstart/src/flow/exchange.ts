/** One request and its answer, as the server saw them. */
export interface Exchange {
  flow: string;
  /** OPTIONS with Origin and Access-Control-Request-Method. */
  preflight: boolean;
  method: string;
  path: string;
  /** The headers that CORS turns on; of a cookie only that it was there. */
  request: Record<string, string>;
  /** Null until the answer is out. */
  status: number | null;
  response: Record<string, string>;
  /** The handler that ran, such as `OrdersController.list`; null where none did. */
  handler: string | null;
}
