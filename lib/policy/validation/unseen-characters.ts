// Whitespace of every kind, control characters, and what has no width. The two joiners are parts of names in some
// scripts: https://www.rfc-editor.org/rfc/rfc5892#appendix-A
const UNFIT = '(?![\\u200c\\u200d])[\\p{C}\\p{Z}]';
const VISIBLE_ASCII = /^[!-~]*$/;

/** Whether the text contains whitespace, or anything else that nobody sees. */
export function hasUnseenCharacters(text: string): boolean {
  // An expression with properties of characters is expensive to make, so ordinary text does without it.
  return !VISIBLE_ASCII.test(text) && new RegExp(UNFIT, 'u').test(text);
}

/** The text without such characters before and after it. */
export function stripUnseenCharacters(text: string): string {
  return text.replace(new RegExp(`^(?:${UNFIT})+|(?:${UNFIT})+$`, 'gu'), '');
}
