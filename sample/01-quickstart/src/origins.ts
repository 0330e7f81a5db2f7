/** The two origins of the page, in the form that browsers send: scheme, host and port. */
export interface PageOrigins {
  trusted: string;
  untrusted: string;
}
