import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';

const ANY_PORT = '*';
const LAST_PORT = 65535;

// The schemes of pages with a default port: https://url.spec.whatwg.org/#default-port
const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
]);

/** Checks the port of an origin or of a port pattern. */
export function checkOriginPort(scheme: string, port: string): Finding | undefined {
  if (port === ANY_PORT) return undefined;
  const suggestion = `write a port from 1 to ${LAST_PORT}, '*' for any port or none, or no port at all`;
  if (port === '') return { reason: 'no port follows the colon', suggestion };
  if (port.includes('*')) return { reason: '* can only replace the whole port', suggestion };
  if (!/^\d+$/.test(port)) return { reason: `${describeValue(port)} is not a port`, suggestion };
  if (Number(port) < 1 || Number(port) > LAST_PORT) {
    return { reason: `the port ${describeValue(port)} is not between 1 and ${LAST_PORT}`, suggestion };
  }
  if (port.startsWith('0')) return { reason: 'browsers send ports without leading zeros', suggestion };
  if (port === DEFAULT_PORTS.get(scheme)) {
    return { reason: `browsers leave out ${port}, the default port of ${scheme}`, suggestion };
  }
  return undefined;
}

/** The port as browsers serialise it, with its colon. A text that is not a port stays as it is. */
export function canonicalPort(scheme: string, port: string): string {
  const shortest = port.replace(/^0+(?=.)/, '');
  return shortest === '' || shortest === DEFAULT_PORTS.get(scheme) ? '' : `:${shortest}`;
}
