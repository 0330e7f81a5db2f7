/** The two origins that the page is served on, in the order in which every part of the page shows them. */
export const ROLES = ['trusted', 'untrusted'];

export const ICONS = { trusted: 'shield', untrusted: 'stranger' };

/** An origin without its scheme, which is the same for all origins of the sample. */
export function hostOf(origin) {
  return origin.replace('http://', '');
}
