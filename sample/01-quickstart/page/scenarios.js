/**
 * The requests of the page, in the order in which it shows them. The page sends `request`, and
 * shows it as code. `handler` is the key of the effective policy in the API's list of routes.
 */
const LOGGED_IN = { login: true };

export const GROUPS = [
  {
    title: 'Open to all origins',
    scenarios: [
      {
        id: 'simple-get',
        title: 'Read the public catalogue',
        sentence: 'A simple GET needs no preflight. Origin * lets every page read the response.',
        request: { method: 'GET', path: '/catalogue' },
        policy: "@CorsPolicy({\n  origin: '*',\n  exposedHeaders: ['X-Total-Count'],\n})",
        handler: 'CatalogueController.list',
      },
    ],
  },
  {
    title: 'For partners',
    scenarios: [
      {
        id: 'partner-get',
        title: 'List the orders',
        sentence: 'Also a simple GET, but the policy allows one origin. The handler runs for both pages.',
        request: { method: 'GET', path: '/orders' },
        policy: "@CorsPolicy('partners')",
        handler: 'OrdersController.list',
      },
      {
        id: 'custom-header',
        title: 'List the orders with a custom header',
        sentence: 'X-Request-Id makes the request non-simple, so the browser sends a preflight first.',
        request: { method: 'GET', path: '/orders', headers: { 'X-Request-Id': 'r-7' } },
        policy:
          "// 'partners' has allowedHeaders:\n// ['Content-Type', 'X-Request-Id']\n@CorsPolicy('partners')",
        handler: 'OrdersController.list',
      },
      {
        id: 'partner-put',
        title: 'Replace an order',
        sentence: 'PUT, JSON and a custom header: each of them needs a preflight.',
        request: {
          method: 'PUT',
          path: '/orders/42',
          headers: { 'X-Request-Id': 'r-8' },
          json: { state: 'sent' },
        },
        policy: "// 'partners' has methods: ['GET', 'PUT']\n@CorsPolicy('partners')",
        handler: 'OrdersController.replace',
      },
      {
        id: 'method-left-out',
        title: 'Cancel an order',
        sentence: 'The API has this DELETE, but the policy does not allow it. No page can call it.',
        request: { method: 'DELETE', path: '/orders/42' },
        policy: "// 'partners' has methods: ['GET', 'PUT']\n@CorsPolicy('partners')",
        handler: 'OrdersController.cancel',
      },
    ],
  },
  {
    title: 'With a cookie',
    scenarios: [
      {
        id: 'credentialed-get',
        title: 'Open the dashboard',
        sentence: 'With credentials, the response must contain the origin itself. * is not enough.',
        request: { method: 'GET', path: '/dashboard', credentials: 'include' },
        policy: '// the origin comes from the module defaults\n@CorsPolicy({ credentials: true })',
        handler: 'DashboardController.show',
        ...LOGGED_IN,
      },
      {
        id: 'override-patch',
        title: 'Change the theme',
        sentence: 'This method adds If-Match and ETag. It inherits all other fields.',
        request: {
          method: 'PATCH',
          path: '/dashboard/theme',
          credentials: 'include',
          headers: { 'If-Match': '"1"' },
          json: { theme: 'dark' },
        },
        policy:
          "@CorsPolicy({\n  allowedHeaders: [\n    'Content-Type',\n    'If-Match',\n  ],\n  exposedHeaders: ['ETag'],\n})",
        handler: 'DashboardController.changeTheme',
        ...LOGGED_IN,
      },
      {
        id: 'form-post',
        title: 'Send a form-like POST',
        sentence: 'A form can send this, so there is no preflight. The handler runs for both pages.',
        request: {
          method: 'POST',
          path: '/dashboard/notes',
          credentials: 'include',
          form: { text: 'hello' },
        },
        policy: '@CorsPolicy({ credentials: true })',
        handler: 'DashboardController.addNote',
        ...LOGGED_IN,
      },
      {
        id: 'enforced-post',
        title: 'Send the POST with enforce',
        sentence: 'The server refuses the untrusted origin before guards, body parsers and the handler.',
        request: {
          method: 'POST',
          path: '/dashboard/transfers',
          credentials: 'include',
          form: { amount: '10' },
        },
        policy: '@CorsPolicy({ enforce: true })',
        handler: 'DashboardController.transfer',
        ...LOGGED_IN,
      },
      {
        id: 'switched-off',
        title: 'Close the account',
        sentence: 'The policy false switches cross-origin access off, for this method only.',
        request: { method: 'DELETE', path: '/dashboard/account', credentials: 'include' },
        policy: '@CorsPolicy(false)',
        handler: 'DashboardController.closeAccount',
        ...LOGGED_IN,
      },
    ],
  },
  {
    title: 'Error responses',
    scenarios: [
      {
        id: 'unauthorized',
        title: 'Open the dashboard without a cookie',
        sentence: 'A guard answers 401. That response has CORS headers too, so the page reads the reason.',
        request: { method: 'GET', path: '/dashboard', credentials: 'omit' },
        policy: '@CorsPolicy({ credentials: true })\n@UseGuards(SessionGuard)',
        handler: 'DashboardController.show',
      },
      {
        id: 'not-found',
        title: 'Read a path without a route',
        sentence: 'The module defaults apply. The trusted page reads the 404 instead of a “CORS error”.',
        request: { method: 'GET', path: '/nowhere' },
        policy: 'CorsModule.forRoot({\n  defaults: { origin: trusted, maxAge: 600 },\n})',
        handler: null,
      },
    ],
  },
];

export const SCENARIOS = GROUPS.flatMap(group => group.scenarios);

/** The request that the hero sends. Its handler runs for both origins, but the verdicts differ. */
export const HERO = 'partner-get';

export const LOGIN = { method: 'POST', path: '/session', credentials: 'include' };
