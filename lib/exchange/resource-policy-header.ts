import type { OutgoingHttpHeader } from 'node:http';
import { type CompiledPolicy, commonResourcePolicy } from '../policy/index.js';
import { type HeaderAccess, RESOURCE_POLICY } from './response-headers.js';

/** Sets `Cross-Origin-Resource-Policy` on one response. */
export class ResourcePolicyHeader {
  private earlier: OutgoingHttpHeader | undefined;

  /** Remembers the value on the response when a route is entered. */
  note(headers: HeaderAccess | undefined): void {
    this.earlier = headers?.get(RESOURCE_POLICY);
  }

  /**
   * Sets the value that the policies give.
   *
   * @param isHandlers whether a handler gave the response. Then a value that changed since the
   * route was entered is the handler's own, and it stays.
   */
  apply(policies: readonly CompiledPolicy[], headers: HeaderAccess, isHandlers: boolean): void {
    const value = commonResourcePolicy(policies);
    if (value !== undefined && !(isHandlers && this.hasChanged(headers))) headers.set(RESOURCE_POLICY, value);
  }

  private hasChanged(headers: HeaderAccess): boolean {
    const value = headers.get(RESOURCE_POLICY);
    return value !== undefined && String(value) !== String(this.earlier);
  }
}
