/** The origins of the page, in the form that browsers send. */
export interface PageOrigins {
  /** The bank's own frontend. It has another origin than the bank, but is same-site. */
  frontEnd: string;
  /**
   * A same-site origin that the bank does not trust, such as a hijacked subdomain or another team's
   * application.
   */
  neighbour: string;
  /** A cross-site origin. */
  stranger: string;
}

export const PAGE_ORIGINS = Symbol('page origins');
