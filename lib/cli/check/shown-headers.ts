import type { HeaderList } from '../../browser/index.js';
import { printable } from '../terminal/printable.js';

const OF_REQUESTS = /^(?:origin|access-control-request-.*)$/;
const OF_RESPONSES =
  /^(?:access-control-.*|age|allow|cache-control|cf-cache-status|cross-origin-resource-policy|location|server|vary|via|www-authenticate|x-cache|x-cache-status|x-powered-by)$/;
/** A server can send any number of headers. */
const MOST_LINES = 20;

/** The headers that concern CORS, by name in lower case, with their lines. */
export function shownHeaders(headers: HeaderList, of: 'request' | 'response'): Record<string, string[]> {
  const pattern = of === 'request' ? OF_REQUESTS : OF_RESPONSES;
  const names = headers.names().filter(name => pattern.test(name));
  return Object.fromEntries(
    names.slice(0, MOST_LINES).map(name => [
      name,
      headers
        .lines(name)
        .slice(0, MOST_LINES)
        .map(line => printable(line, 300)),
    ]),
  );
}
