/** The origins of the page, in the form that browsers send. */
export interface PageOrigins {
  /** The chat, which also serves the page. */
  chat: string;
  /** Another origin. The chat's policy allows it. */
  frontEnd: string;
  /** Another origin. The chat's policy does not allow it. */
  stranger: string;
}

export const PAGE_ORIGINS = Symbol('page origins');
