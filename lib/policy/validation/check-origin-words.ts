import { OPAQUE_ORIGIN } from '../../fetch/index.js';
import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';

/** Checks for a word that is not meant as an origin, such as `'false'`. */
export function checkOriginWords(text: string): Finding | undefined {
  const word = text.replace(/^[\s,;]+|[\s,;]+$/g, '').toLowerCase();
  if (/^\*+$/.test(word)) {
    return {
      reason: `${describeValue(text)} is not an origin`,
      suggestion: "write origin: '*' for any origin without credentials",
    };
  }
  switch (word) {
    case '':
      return {
        reason: 'an empty string is not an origin',
        suggestion: "write an origin such as 'https://app.example.com', or false for none",
      };
    case OPAQUE_ORIGIN:
      return {
        reason: "browsers send an opaque origin as 'null', in lower case",
        suggestion: "write 'null', with dangerously: { allowNullOrigin: true }",
      };
    case 'true':
      return {
        reason: "the string 'true' is not an origin",
        suggestion: "write '*' for any origin without credentials, or list the origins that you trust",
      };
    case 'false':
      return { reason: "the string 'false' is not an origin", suggestion: 'write false, without quotes' };
    default:
      return undefined;
  }
}
