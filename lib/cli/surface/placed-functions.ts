import type { CorsRoute } from '../../interfaces/index.js';

const FUNCTION = /^\[function (.*)\]$/s;
/** `cachedOrigins()` returns a function of the library, so its place is of no use. */
const OWN_FUNCTION = 'cachedOrigins(';

/**
 * Rows in which the text of a function says where it was written:
 * `[function isTenant at src/tenants.ts:3]`.
 *
 * @param rows what `CorsService.routes()` returns
 * @param written the same rows with functions as values
 */
export function withPlaces(
  rows: readonly CorsRoute[],
  written: readonly CorsRoute[],
  placeOf: (value: object) => string | undefined,
): CorsRoute[] {
  return rows.map((row, index) => {
    const fields: CorsRoute['policy'] = written[index]?.policy ?? {};
    const { origin } = row.policy;
    if (origin === undefined) return row;
    const value = placed(origin.value, fields.origin?.value, placeOf);
    return { ...row, policy: { ...row.policy, origin: { ...origin, value } } };
  });
}

function placed(text: unknown, written: unknown, placeOf: (value: object) => string | undefined): unknown {
  if (Array.isArray(text) && Array.isArray(written)) {
    const values: readonly unknown[] = written;
    return text.map((each, index) => placed(each, values[index], placeOf));
  }
  const [, name] = typeof text === 'string' ? (FUNCTION.exec(text) ?? []) : [];
  if (name === undefined || typeof written !== 'function' || name.startsWith(OWN_FUNCTION)) return text;
  const place = placeOf(written);
  return place === undefined ? text : `[function ${name === '' ? '' : `${name} `}at ${place}]`;
}
