import type { PolicyEntry } from '../../policy/index.js';
import type { PathKey } from '../paths/path-index.js';
import { PoliciesAtPath } from '../paths/path-policies.js';
import type { GatewayRoute } from './gateway-route.js';
import type { SocketEndpoint } from './socket-endpoint.js';

/**
 * The policy of the gateways at one endpoint. A handshake does not tell which of them it is for.
 */
export class EndpointPolicies {
  /** The same policy for every path. */
  readonly at: PoliciesAtPath;

  /** @param unmanaged the key of `paths` that leaves the endpoint to the application */
  constructor(
    readonly endpoint: SocketEndpoint,
    /** Gateways with a decorator come first. */
    readonly routes: readonly GatewayRoute[],
    readonly entry: PolicyEntry,
    unmanaged: PathKey | undefined,
  ) {
    this.at = new PoliciesAtPath([unmanaged], () => entry);
  }
}
