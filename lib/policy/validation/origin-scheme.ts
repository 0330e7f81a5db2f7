import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';

const WRITE_NULL =
  "serve the page over http or https, or write 'null' with dangerously: { allowNullOrigin: true }";
const WRITE_NULL_OR_FILE =
  "serve the page over http or https, or write what its browser sends: 'null' with dangerously: { allowNullOrigin: true }, or 'file://' with { allowFileOrigin: true }";
const WRITE_THE_CREATOR = 'write the origin of that page';

// Documents with these schemes have an opaque origin, or the origin of their creator.
// https://html.spec.whatwg.org/multipage/browsers.html#determining-the-origin
const SCHEMES_WITHOUT_ORIGIN: ReadonlyMap<string, Finding> = new Map([
  [
    'file',
    {
      reason: "browsers send 'null' as the origin of a file: page, and some send 'file://'",
      suggestion: WRITE_NULL_OR_FILE,
    },
  ],
  ['data', { reason: "browsers send 'null' as the origin of a data: page", suggestion: WRITE_NULL }],
  ['blob', { reason: 'a blob: page has the origin of the page that made it', suggestion: WRITE_THE_CREATOR }],
  [
    'about',
    { reason: 'an about: page has the origin of the page that opened it', suggestion: WRITE_THE_CREATOR },
  ],
  [
    'javascript',
    {
      reason: 'a javascript: URL runs with the origin of the page that contains it',
      suggestion: WRITE_THE_CREATOR,
    },
  ],
]);

// A page that opens a WebSocket was itself fetched over HTTP.
const PAGE_SCHEMES: ReadonlyMap<string, string> = new Map([
  ['ws', 'http'],
  ['wss', 'https'],
]);

/** Checks for a scheme whose pages have no origin of their own, with or without `//`. */
export function checkSchemeHasOrigins(text: string): Finding | undefined {
  const colon = text.indexOf(':');
  return SCHEMES_WITHOUT_ORIGIN.get(text.slice(0, Math.max(colon, 0)).toLowerCase());
}

/** Checks the scheme of an origin, in lower case. */
export function checkOriginScheme(scheme: string): Finding | undefined {
  const pageScheme = PAGE_SCHEMES.get(scheme);
  if (pageScheme !== undefined) {
    return {
      reason: `the page that opens a ${scheme}: connection has an http: or https: origin`,
      suggestion: `write the page's origin, with ${pageScheme}:`,
    };
  }
  if (scheme.includes('*')) {
    return {
      reason: '* cannot replace the scheme',
      suggestion: 'write one origin for each scheme, in a list',
    };
  }
  // https://www.rfc-editor.org/rfc/rfc3986#section-3.1
  if (/^[a-z][a-z\d+.-]*$/.test(scheme)) return undefined;
  return {
    reason: `${describeValue(scheme)} is not a scheme: a scheme is a letter, followed by letters, digits, '+', '-' or '.'`,
    suggestion: "write a scheme such as https, as in 'https://app.example.com'",
  };
}

/** The scheme in lower case. A WebSocket scheme gives the scheme of its page. */
export function canonicalScheme(scheme: string): string {
  const lowerCase = scheme.toLowerCase();
  return PAGE_SCHEMES.get(lowerCase) ?? lowerCase;
}
