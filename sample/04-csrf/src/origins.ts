/** The origins that the page is served on, as a browser writes them. */
export interface PageOrigins {
  /** The bank's own frontend: another origin, the same site. */
  frontEnd: string;
  /** Whom the bank does not trust, on its own site: a hijacked subdomain, another team's application. */
  neighbour: string;
  /** Another site altogether. */
  stranger: string;
}

export const PAGE_ORIGINS = Symbol('page origins');
