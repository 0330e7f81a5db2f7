import { isSomebodysFriend } from './naive-policies.js';
import { wireProblems } from './wire-rules.js';

const HEAD = /HTTP\/1\.1 ([0-9]{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/g;

/**
 * The faults of a response to bytes that parsers may read differently. It must not be a failure,
 * have a header that the server did not set, or allow an origin that was not sent or that no policy
 * allows.
 */
export function carefulProblems(sent: string, received: string): string[] {
  return [...received.matchAll(HEAD)].flatMap(([, status = '', lines = '']) => {
    const headers = lines
      .split('\r\n')
      .filter(line => line !== '')
      .map(line => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
      });
    const problems = wireProblems({ status: Number(status), headers, body: '' });
    if (status.startsWith('5') && status !== '505') problems.push(`status ${status}`);
    for (const [name, value] of headers) {
      if (name.toLowerCase() !== 'access-control-allow-origin' || value === '*') continue;
      if (!isSomebodysFriend(value)) problems.push(`allows ${value}, whom no policy allows`);
      if (!sent.includes(value)) problems.push(`allows ${value}, which nobody sent`);
    }
    return problems;
  });
}
