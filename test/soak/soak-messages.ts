/** The messages of a server process. */
export type SoakMessage =
  { readonly kind: 'listening'; readonly port: number } | ({ readonly kind: 'memory' } & SoakMemory);

export interface SoakMemory {
  /** On the heap and outside of it, in bytes, after garbage collection. */
  readonly live: number;
  readonly rss: number;
  /** Unhandled rejections, uncaught exceptions and warnings of the process. */
  readonly faults: readonly string[];
}

export function isSoakMessage(value: unknown): value is SoakMessage {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
