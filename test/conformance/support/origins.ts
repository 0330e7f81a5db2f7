import type { Scenario } from './scenario.js';

/** The placeholders of the scenarios, such as `$APP`, with their origins in a run. */
export type Origins = Readonly<Record<string, string>>;

export interface Ports {
  readonly app: number;
  readonly app2: number;
  readonly api: number;
  readonly other: number;
  readonly secureApp: number;
  readonly secureApi: number;
}

/** The names that are to lead to this machine. */
export const TEST_HOSTS = ['app.test', 'api.test', 'other.test', 'evilapp.test', 'app.test.evil.test'];

export function originsOf({ app, app2, api, other, secureApp, secureApi }: Ports): Origins {
  return {
    $APPSUF: `http://app.test.evil.test:${app}`,
    $APP127: `http://127.0.0.1:${app}`,
    $APP2: `http://localhost:${app2}`,
    $APPS: `https://app.test:${secureApp}`,
    $APP: `http://localhost:${app}`,
    $TST: `http://app.test:${app}`,
    $EVIL: `http://evilapp.test:${app}`,
    $APIS: `https://api.test:${secureApi}`,
    $API: `http://localhost:${api}`,
    $OTHER: `http://other.test:${other}`,
  };
}

/** Longer names come first in {@link originsOf}: `$APP` is the beginning of others. */
export function fill(text: string, origins: Origins, token = ''): string {
  return Object.entries(origins)
    .reduce((filled, [name, origin]) => filled.replaceAll(name, origin), text)
    .replaceAll('{token}', token);
}

export function apiUrl({ id, api }: Scenario, origins: Origins, query?: string): string {
  return `${fill(api, origins)}/c/${id}/a${query === undefined ? '' : `?${query}`}`;
}
