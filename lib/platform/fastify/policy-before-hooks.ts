import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { CompiledPolicy } from '../../policy/index.js';
import type { DiscoveredRoute } from '../../routing/index.js';
import type { CorsState } from '../cors-state.js';
import { preflightHeaders } from '../request-facts.js';

/**
 * The policy for what Fastify answers before its hooks run, a malformed URL for one, and for what ends in a hook that was there before the
 * module's: there is a URL by then, and no route.
 *
 * @returns nothing for a preflight, and where only the version would tell the policy
 */
export function policyBeforeHooks(
  { snapshot, table }: CorsState,
  { method = '', url = '', headers }: IncomingMessage,
): { readonly policy: CompiledPolicy; readonly route: DiscoveredRoute | undefined } | undefined {
  if (preflightHeaders(method, headers) !== undefined) return undefined;
  const host = hostOf(headers);
  const routes = table.at({ url, hostname: host?.replace(/:\d*$/, '') ?? '', host }).find(method);
  if (routes.some(route => route?.requestVersions)) return undefined;
  const [route] = routes;
  return { policy: snapshot.policyOf(route), route };
}

/** The host with its port, as Fastify routes by it; in HTTP/2 it has another name. */
export function hostOf({ host, ':authority': authority }: IncomingHttpHeaders): string | undefined {
  return host ?? (typeof authority === 'string' ? authority : undefined);
}
