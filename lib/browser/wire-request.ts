import type { HeaderList } from './header-list.js';

/** A request as on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderList;
  readonly body?: Buffer | undefined;
}
