import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';

const WRITE_NULL =
  "serve the page over http or https, or write 'null' with dangerously: { allowNullOrigin: true }";
const WRITE_NULL_OR_FILE =
  "serve the page over http or https, or write what its browser sends: 'null' with dangerously: { allowNullOrigin: true }, or 'file://' with { allowFileOrigin: true }";
const WRITE_THE_CREATOR = 'write the origin of that page';

// A document under these has an opaque origin, or that of its creator, never one of its own.
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

// A page is fetched over HTTP whatever it opens afterwards.
const PAGE_SCHEMES: ReadonlyMap<string, string> = new Map([
  ['ws', 'http'],
  ['wss', 'https'],
]);

/** A finding where the text begins with a scheme whose pages have no origin of their own, `//` or not. */
export function checkSchemeHasOrigins(text: string): Finding | undefined {
  const colon = text.indexOf(':');
  return SCHEMES_WITHOUT_ORIGIN.get(text.slice(0, Math.max(colon, 0)).toLowerCase());
}

/** What is wrong with an origin's scheme in lower case, by itself. */
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

/** The scheme as an origin has it. */
export function canonicalScheme(scheme: string): string {
  const lowerCase = scheme.toLowerCase();
  return PAGE_SCHEMES.get(lowerCase) ?? lowerCase;
}
