import type { NamedDraft } from '../translation/module-draft.js';

/** A unique name for the policy of a path, such as `publicFonts` for `/public/fonts`. */
export function policyName(key: string, taken: readonly NamedDraft[]): string {
  const words = key.match(/[a-z\d]+/gi) ?? ['root'];
  const joined = words.map((word, index) =>
    index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
  const text = joined.join('');
  // Reserved: the word that leaves a path to the application, and the properties of every object.
  const isFree = /^[a-z]/i.test(text) && text !== 'unmanaged' && !(text in {});
  const name = isFree ? text : `path${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const isTaken = (candidate: string): boolean => taken.some(other => other.name === candidate);
  let free = name;
  for (let number = 2; isTaken(free); number += 1) free = name + String(number);
  return free;
}
