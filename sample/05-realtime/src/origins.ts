/** The origins that the page is served on, as a browser writes them. */
export interface PageOrigins {
  /** The chat itself, which serves the page too. */
  chat: string;
  /** Another origin, which the chat's policy allows. */
  frontEnd: string;
  /** Another origin, which it does not allow. */
  stranger: string;
}

export const PAGE_ORIGINS = Symbol('page origins');
