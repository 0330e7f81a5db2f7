import type { FetchRequest } from '../../../lib/browser/fetch-request.js';
import type { FetchResponse } from '../../../lib/browser/fetch-response.js';
import { type Header, HeaderList } from '../../../lib/browser/header-list.js';

export const PAGE = 'https://app.example.com';

/** A request of {@link PAGE} to an API, with what a test says otherwise. */
export function requestWith(said: Partial<FetchRequest> = {}): FetchRequest {
  return {
    method: 'GET',
    urlList: [new URL('https://api.example.com/cats')],
    headers: new HeaderList(),
    givenMethod: said.method ?? 'GET',
    typeIsOfBody: false,
    givenHeaders: new HeaderList(said.headers),
    stillNamed: new HeaderList(),
    body: undefined,
    origin: PAGE,
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    cache: 'default',
    referrerPolicy: 'strict-origin-when-cross-origin',
    useCorsPreflight: false,
    keepsCredentials: false,
    responseTainting: 'cors',
    isConditional: false,
    wasPreflighted: false,
    restartedAt: 0,
    ...said,
  };
}

export function responseWith(headers: readonly Header[], status = 200): FetchResponse {
  return { status, headers: new HeaderList(headers), body: Buffer.from('') };
}
