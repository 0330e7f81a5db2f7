/** The difference between the origins that Nest has as a copy and those after a reload. */
export interface OriginDrift {
  /** Origins that the policies allow now, and Nest's protection refuses. */
  readonly added: readonly string[];
  /** Origins that the policies no longer allow, and Nest's protection still trusts. */
  readonly removed: readonly string[];
}

/** The difference between two lists of origins. `undefined` if there is none. */
export function originDrift(
  handedOver: readonly string[],
  current: readonly string[],
): OriginDrift | undefined {
  const [before, now] = [new Set(handedOver), new Set(current)];
  const added = current.filter(origin => !before.has(origin));
  const removed = handedOver.filter(origin => !now.has(origin));
  return added.length === 0 && removed.length === 0 ? undefined : { added, removed };
}
