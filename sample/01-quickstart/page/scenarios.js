/**
 * The requests of the page, in the order of the story. `request` is what is sent and, written as code, what is shown.
 * `handler` finds the route's effective policy among those that the API lists.
 */
const LOGGED_IN = { login: true };

export const GROUPS = [
  {
    title: 'Open to everyone',
    scenarios: [
      {
        id: 'simple-get',
        title: 'Read the public catalogue',
        sentence: 'A plain GET needs no permission to be sent, and origin * lets every page read the answer.',
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
        sentence:
          'The same kind of GET, but the policy names one origin. It reaches the handler from both pages.',
        request: { method: 'GET', path: '/orders' },
        policy: "@CorsPolicy('partners')",
        handler: 'OrdersController.list',
      },
      {
        id: 'custom-header',
        title: 'The same, with a header of your own',
        sentence: 'No form could send X-Request-Id, so this GET is not simple: the browser asks first.',
        request: { method: 'GET', path: '/orders', headers: { 'X-Request-Id': 'r-7' } },
        policy:
          "// 'partners' has allowedHeaders:\n// ['Content-Type', 'X-Request-Id']\n@CorsPolicy('partners')",
        handler: 'OrdersController.list',
      },
      {
        id: 'partner-put',
        title: 'Replace an order',
        sentence: 'PUT, JSON and a custom header: three reasons for one preflight.',
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
        sentence:
          'The API has a DELETE here, but the policy leaves it out, so not even the trusted page may call it.',
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
        sentence: 'With credentials the answer must name the origin itself; * would not do.',
        request: { method: 'GET', path: '/dashboard', credentials: 'include' },
        policy: '// the origin comes from the module defaults\n@CorsPolicy({ credentials: true })',
        handler: 'DashboardController.show',
        ...LOGGED_IN,
      },
      {
        id: 'override-patch',
        title: 'Change the theme',
        sentence: 'One method widens its controller by If-Match and ETag, and inherits all the rest.',
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
        title: 'A form-like POST',
        sentence:
          'A form could send this, so no preflight guards it. Watch the handler on the untrusted page.',
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
        title: 'The same POST, enforced',
        sentence: 'With enforce the server refuses too: 403 before guards, body parsers and the handler.',
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
        sentence: 'One method switches cross-origin access off, whatever its controller says.',
        request: { method: 'DELETE', path: '/dashboard/account', credentials: 'include' },
        policy: '@CorsPolicy(false)',
        handler: 'DashboardController.closeAccount',
        ...LOGGED_IN,
      },
    ],
  },
  {
    title: 'When it goes wrong',
    scenarios: [
      {
        id: 'unauthorized',
        title: 'The dashboard without a cookie',
        sentence: 'A guard answers 401. The policy is on that answer as well, so the page can tell why.',
        request: { method: 'GET', path: '/dashboard', credentials: 'omit' },
        policy: '@CorsPolicy({ credentials: true })\n@UseGuards(SessionGuard)',
        handler: 'DashboardController.show',
      },
      {
        id: 'not-found',
        title: 'A path that nobody serves',
        sentence:
          'No route, so the module defaults decide: the trusted page reads a 404, not a “CORS error”.',
        request: { method: 'GET', path: '/nowhere' },
        policy: 'CorsModule.forRoot({\n  defaults: { origin: trusted, maxAge: 600 },\n})',
        handler: null,
      },
    ],
  },
];

export const SCENARIOS = GROUPS.flatMap(group => group.scenarios);

export const LOGIN = { method: 'POST', path: '/session', credentials: 'include' };
