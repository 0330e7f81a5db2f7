/** What a reload made of the origins that Nest was given as a copy. */
export interface OriginDrift {
  /** Allowed with credentials now, and refused by Nest's protection. */
  readonly added: readonly string[];
  /** No longer allowed, and still trusted by Nest's protection. */
  readonly removed: readonly string[];
}

/** How two lists of origins differ; `undefined` where they do not. */
export function originDrift(
  handedOver: readonly string[],
  current: readonly string[],
): OriginDrift | undefined {
  const [before, now] = [new Set(handedOver), new Set(current)];
  const added = current.filter(origin => !before.has(origin));
  const removed = handedOver.filter(origin => !now.has(origin));
  return added.length === 0 && removed.length === 0 ? undefined : { added, removed };
}
