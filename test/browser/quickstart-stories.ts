import type { ActualStory, PreflightStory, RunStory } from './run-result.js';

export type Role = 'trusted' | 'untrusted';

const VARY_ORIGIN = ['Origin'];
const VARY_NOT_BY_ORIGIN = ['Access-Control-Request-Headers', 'Access-Control-Request-Method'];
const VARY_PREFLIGHT = [...VARY_NOT_BY_ORIGIN, 'Origin'];

/** The expected result of each request, on both origins. */
export const STORIES: Record<string, Record<Role, RunStory>> = {
  'simple-get': {
    trusted: readable(null, open(200, 'CatalogueController.list')),
    untrusted: readable(null, open(200, 'CatalogueController.list')),
  },
  'partner-get': {
    trusted: readable(null, named(200, 'OrdersController.list')),
    untrusted: blocked(null, unnamed(200, 'OrdersController.list')),
  },
  'custom-header': {
    trusted: readable(passed(['GET']), named(200, 'OrdersController.list')),
    untrusted: blocked(refused(), null),
  },
  'partner-put': {
    trusted: readable(passed(['PUT']), named(200, 'OrdersController.replace')),
    untrusted: blocked(refused(), null),
  },
  // With `debug`, the answer tells the trusted page the allowed methods, which do not include
  // DELETE. The answer is not cached for 600 s.
  'method-left-out': {
    trusted: blocked({ ...passed(['PUT']), maxAge: null }, null),
    untrusted: blocked(refused(), null),
  },
  'credentialed-get': {
    trusted: readable(null, withCookie(named(200, 'DashboardController.show', true))),
    untrusted: blocked(null, withCookie(unnamed(200, 'DashboardController.show'))),
  },
  'override-patch': {
    trusted: readable(
      { ...passed(['PATCH']), credentials: true },
      withCookie(named(200, 'DashboardController.changeTheme', true)),
    ),
    untrusted: blocked(refused(), null),
  },
  'form-post': {
    trusted: readable(null, withCookie(named(201, 'DashboardController.addNote', true))),
    untrusted: blocked(null, withCookie(unnamed(201, 'DashboardController.addNote'))),
  },
  'enforced-post': {
    trusted: readable(null, withCookie(named(201, 'DashboardController.transfer', true))),
    untrusted: blocked(null, withCookie(unnamed(403, null))),
  },
  'switched-off': {
    trusted: blocked({ ...refused(), vary: VARY_NOT_BY_ORIGIN }, null),
    untrusted: blocked({ ...refused(), vary: VARY_NOT_BY_ORIGIN }, null),
  },
  'unauthorized': {
    trusted: readable(null, named(401, null, true)),
    untrusted: blocked(null, unnamed(401, null)),
  },
  'not-found': {
    trusted: readable(null, named(404, null)),
    untrusted: blocked(null, unnamed(404, null)),
  },
};

function readable(preflight: PreflightStory | null, actual: ActualStory): RunStory {
  return { outcome: 'readable', status: actual.status, preflight, actual };
}

function blocked(preflight: PreflightStory | null, actual: ActualStory | null): RunStory {
  return { outcome: 'blocked', status: null, preflight, actual };
}

function passed(methods: string[]): PreflightStory {
  return {
    status: 204,
    allowOrigin: 'own',
    credentials: false,
    methods,
    maxAge: '600',
    vary: VARY_PREFLIGHT,
  };
}

function refused(): PreflightStory {
  return {
    status: 403,
    allowOrigin: null,
    credentials: false,
    methods: [],
    maxAge: null,
    vary: VARY_PREFLIGHT,
  };
}

function open(status: number, handler: string): ActualStory {
  return { status, handler, cookie: false, allowOrigin: '*', credentials: false, vary: [] };
}

function named(status: number, handler: string | null, credentials = false): ActualStory {
  return { status, handler, cookie: false, allowOrigin: 'own', credentials, vary: VARY_ORIGIN };
}

function unnamed(status: number, handler: string | null): ActualStory {
  return { status, handler, cookie: false, allowOrigin: null, credentials: false, vary: VARY_ORIGIN };
}

function withCookie(actual: ActualStory): ActualStory {
  return { ...actual, cookie: true };
}
