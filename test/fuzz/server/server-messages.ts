/** What the run asks the server's process. */
export type ServerQuestion = 'report';

/** What the server's process tells. */
export type ServerMessage =
  | { readonly kind: 'listening'; readonly ports: readonly number[] }
  | ({ readonly kind: 'report' } & ServerReport);

export interface ServerReport {
  /** Bytes that live after garbage collection. */
  readonly heapUsed: number;
  /** Unhandled rejections, uncaught exceptions and warnings of the process, since it started. */
  readonly faults: readonly string[];
}

export function isServerMessage(value: unknown): value is ServerMessage {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
