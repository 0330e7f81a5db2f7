import { isToken, normalizeValue } from './header-syntax.js';

/**
 * `type/subtype` in lower case, without parameters; undefined where the value is no MIME type.
 *
 * @see https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function mimeEssence(value: string): string | undefined {
  const [essence = ''] = normalizeValue(value).split(';');
  const slash = essence.indexOf('/');
  const type = essence.slice(0, Math.max(slash, 0));
  const subtype = essence.slice(slash + 1).replace(/[\t\n\r ]+$/, '');
  return isToken(type) && isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : undefined;
}
