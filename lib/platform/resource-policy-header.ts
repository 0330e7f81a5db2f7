import type { OutgoingHttpHeader } from 'node:http';
import { type CompiledPolicy, commonResourcePolicy } from '../policy/index.js';
import { type HeaderAccess, RESOURCE_POLICY } from './response-headers.js';

/** `Cross-Origin-Resource-Policy` of one response. */
export class ResourcePolicyHeader {
  private earlier: OutgoingHttpHeader | undefined;

  /** Takes down what is on the response when a route is entered. */
  note(headers: HeaderAccess | undefined): void {
    this.earlier = headers?.get(RESOURCE_POLICY);
  }

  /**
   * Puts what some policies say on the response.
   *
   * @param isHandlers whether a handler gave the response: a value that has changed since the route was entered is its own, and stands
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
