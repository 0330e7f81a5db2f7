import type { HeaderList } from './header-list.js';

/** What came back, before a filter decides what the script may see. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** Why a script gets nothing: in a console's words, with the clause that says so. */
export interface NetworkError {
  readonly error: string;
  readonly clause: string;
}

export type Fetched = FetchResponse | NetworkError;

export function isNetworkError(result: object): result is NetworkError {
  return 'error' in result;
}
