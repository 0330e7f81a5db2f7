// All whitespace, control characters and characters without width. The two joiners are excluded,
// because names in some scripts contain them: https://www.rfc-editor.org/rfc/rfc5892#appendix-A
const UNFIT = '(?![\\u200c\\u200d])[\\p{C}\\p{Z}]';
const VISIBLE_ASCII = /^[!-~]*$/;

/** Whether the text contains whitespace or invisible characters. */
export function hasUnseenCharacters(text: string): boolean {
  // An expression with character properties is slow to compile, so ASCII text does not use it.
  return !VISIBLE_ASCII.test(text) && new RegExp(UNFIT, 'u').test(text);
}

/** Removes such characters at both ends of the text. */
export function stripUnseenCharacters(text: string): string {
  return text.replace(new RegExp(`^(?:${UNFIT})+|(?:${UNFIT})+$`, 'gu'), '');
}
