const FETCH = 'https://fetch.spec.whatwg.org/#';

/** The clauses of the standards for the steps of the flow. */
export const CLAUSES = {
  mainFetch: `${FETCH}concept-main-fetch`,
  httpFetch: `${FETCH}concept-http-fetch`,
  redirect: `${FETCH}concept-http-redirect-fetch`,
  network: `${FETCH}http-network-fetch`,
  httpCache: `${FETCH}http-network-or-cache-fetch`,
  corsCheck: `${FETCH}concept-cors-check`,
  preflight: `${FETCH}cors-preflight-fetch`,
  preflightCache: `${FETCH}concept-cache`,
  corsFilter: `${FETCH}concept-filtered-response-cors`,
  basicFilter: `${FETCH}concept-filtered-response-basic`,
  opaqueFilter: `${FETCH}concept-filtered-response-opaque`,
  redirectFilter: `${FETCH}concept-filtered-response-opaque-redirect`,
  webSocket: 'https://websockets.spec.whatwg.org/#concept-websocket-establish',
  mixedContent: 'https://w3c.github.io/webappsec-mixed-content/#should-block-fetch',
} as const;
