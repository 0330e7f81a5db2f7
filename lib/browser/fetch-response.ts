import type { HeaderList } from './header-list.js';

/** A response before a filter decides which parts the script may see. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** The reason for which a script gets no response: the message of a console, with its clause. */
export interface NetworkError {
  readonly error: string;
  readonly clause: string;
}

export type Fetched = FetchResponse | NetworkError;

export function isNetworkError(result: object): result is NetworkError {
  return 'error' in result;
}
