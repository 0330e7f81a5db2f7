/** The roles of the page's two origins, in the order in which all parts of the page show them. */
export const ROLES = ['trusted', 'untrusted'];

export const ICONS = { trusted: 'shield', untrusted: 'stranger' };

/** An origin without its scheme, which is the same for all origins of the sample. */
export function hostOf(origin) {
  return origin.replace('http://', '');
}
