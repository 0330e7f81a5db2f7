/** Whose fault a finding is. `server`: the proxy's or the application's, and the answers do not tell which. */
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

/** Something that is wrong. */
export interface Finding {
  readonly code: FindingCode;
  readonly who: Culprit;
  /** What was seen. */
  readonly what: string;
  /** What to do about it. */
  readonly change: string;
  /** Whether it keeps the page from reading, by itself. */
  readonly blocks: boolean;
}
