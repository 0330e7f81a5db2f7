export type SameSite = 'Strict' | 'Lax' | 'None';

/** The content of a `Set-Cookie` line. */
export interface ParsedCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: string;
  readonly path?: string;
  /** In milliseconds since the epoch. Absent for a session cookie. */
  readonly expires?: number;
  readonly secure: boolean;
  readonly sameSite?: SameSite;
}

/**
 * Parses one `Set-Cookie` line. Undefined if a browser ignores it.
 *
 * @see https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-set-cookie-header-field
 */
export function parseSetCookie(line: string, now: number): ParsedCookie | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const [name, value] = split(pair);
  if (name === '' && value === '') return undefined;

  const said = new Map(attributes.map(attributeOf));
  const expires = expiry(said, now);
  const sameSite = sameSiteOf(said.get('samesite'));
  const domain = said.get('domain')?.replace(/^\./, '').toLowerCase();
  const path = said.get('path');
  return {
    name,
    value,
    ...(domain === undefined || domain === '' ? {} : { domain }),
    ...(path?.startsWith('/') ? { path } : {}),
    ...(expires === undefined ? {} : { expires }),
    secure: said.has('secure'),
    ...(sameSite === undefined ? {} : { sameSite }),
  };
}

/** `Max-Age` takes precedence over `Expires`. */
function expiry(said: ReadonlyMap<string, string>, now: number): number | undefined {
  const maxAge = said.get('max-age');
  if (maxAge !== undefined && /^-?[0-9]+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const date = Date.parse(said.get('expires') ?? '');
  return Number.isNaN(date) ? undefined : date;
}

function sameSiteOf(value: string | undefined): SameSite | undefined {
  const lower = value?.toLowerCase();
  return (['Strict', 'Lax', 'None'] as const).find(known => known.toLowerCase() === lower);
}

/**
 * A text without `=`, such as `Secure`, is a name. In the cookie's own pair, it would be a value.
 */
function attributeOf(attribute: string): [string, string] {
  const [name, value] = split(attribute.includes('=') ? attribute : `${attribute}=`);
  return [name.toLowerCase(), value];
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? ['', pair.trim()] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}
