/** The two origins that the page is served on, as a browser writes them: scheme, host and port, nothing after. */
export interface PageOrigins {
  trusted: string;
  untrusted: string;
}
