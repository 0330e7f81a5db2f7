/**
 * Where the fault is. `server`: in the application or a proxy. The responses do not tell in which.
 */
export type Culprit = 'page' | 'proxy' | 'application' | 'server' | 'network';

/** The causes that a check names. docs/command-line.md explains each. */
export type FindingCode =
  | 'cached-for-another'
  | 'connection-failed'
  | 'connection-lost'
  | 'contradictory-headers'
  | 'credentials-not-allowed'
  | 'credentials-with-wildcard'
  | 'deadline'
  | 'differs-from-surface'
  | 'dns'
  | 'doubled-header'
  | 'error-without-cors'
  | 'header-not-allowed'
  | 'headers-missing'
  | 'lost-vary'
  | 'method-not-allowed'
  | 'mixed-content'
  | 'no-cors'
  | 'not-followed'
  | 'not-http'
  | 'origin-list'
  | 'origin-not-allowed'
  | 'other'
  | 'preflight-answered-in-front'
  | 'preflight-redirected'
  | 'reflects-any-origin'
  | 'request-redirected'
  | 'timeout'
  | 'tls'
  | 'unreadable-max-age'
  | 'unusable-value';

/** A fault. */
export interface Finding {
  readonly code: FindingCode;
  readonly who: Culprit;
  /** The observation. */
  readonly what: string;
  /** The change that fixes it. */
  readonly change: string;
  /** Whether this fault alone blocks the page. */
  readonly blocks: boolean;
}
