import type { PolicyEntry } from '../../policy/index.js';
import type { PathKey } from '../paths/path-index.js';
import { PoliciesAtPath } from '../paths/path-policies.js';
import type { GatewayRoute } from './gateway-route.js';
import type { SocketEndpoint } from './socket-endpoint.js';

/** The policy of the gateways at one endpoint: a handshake does not tell which of them it is for. */
export class EndpointPolicies {
  /** That policy alone, whatever the path of a request. */
  readonly at: PoliciesAtPath;

  /** @param unmanaged the key of `paths` that leaves the endpoint to the application */
  constructor(
    readonly endpoint: SocketEndpoint,
    /** Those with a decorator first. */
    readonly routes: readonly GatewayRoute[],
    readonly entry: PolicyEntry,
    unmanaged: PathKey | undefined,
  ) {
    this.at = new PoliciesAtPath([unmanaged], () => entry);
  }
}
