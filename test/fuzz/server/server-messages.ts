/** The messages of the run to the process of the server. */
export type ServerQuestion = 'report';

/** The messages of the process of the server. */
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
