import { isWebScheme } from '../../fetch/index.js';
import { canonicalHost } from './canonical-host.js';
import { isLoopbackHost } from './loopback.js';
import { type OriginParts, splitAuthority, splitOrigin } from './origin-parts.js';
import { canonicalPort } from './origin-port.js';
import { canonicalScheme } from './origin-scheme.js';
import { hasUnseenCharacters, stripUnseenCharacters } from './unseen-characters.js';

// If a scheme precedes a whole origin, the inner scheme is used.
const HTTP_WITH_WRONG_SLASHES = /^(?:https?:\/*(?=https?:))*(https?)(?::\/*|\/+)/i;

/**
 * The origin or pattern that the user most likely meant; `undefined` if the text does not suggest
 * one. Callers must check the result before they suggest it.
 */
export function correctOrigin(text: string): string | undefined {
  const visible = stripUnseenCharacters(text);
  // Inside the text, such a character more likely separates two origins.
  if (hasUnseenCharacters(visible)) return undefined;

  const parts = splitOrigin(visible.replace(HTTP_WITH_WRONG_SLASHES, '$1://')) ?? supplyScheme(visible);
  if (parts === undefined || mayEndWithPort(parts.host)) return undefined;
  const scheme = canonicalScheme(parts.scheme);
  // Hosts of other schemes are compared byte by byte.
  const host = isWebScheme(`${scheme}:`) ? canonicalHost(tidyHost(parts.host)) : parts.host;
  if (host === undefined) return undefined;
  return `${scheme}://${host}${canonicalPort(scheme, parts.port ?? '')}`;
}

/** Adds the scheme to a host that was copied from an address bar. */
function supplyScheme(text: string): OriginParts | undefined {
  const authority = splitAuthority(text.replace(/^\/\//, ''));
  // A single word, such as `any` or `undefined`, is more likely a wrong value than a host.
  const likelyHost =
    authority.host.includes('.') || authority.host === 'localhost' || /^\d+$/.test(authority.port ?? '');
  if (!likelyHost) return undefined;
  return { scheme: isLoopbackHost(authority.host) ? 'http' : 'https', ...authority };
}

/** Whether an IPv6 address without brackets can also be a shorter address and a port. */
function mayEndWithPort(host: string): boolean {
  const shorter = host.replace(/:\d+$/, '');
  return shorter !== host && canonicalHost(`[${shorter}]`) !== undefined;
}

function tidyHost(host: string): string {
  // Without its zone identifier, and in brackets.
  if (host.includes(':')) return `[${host.replace(/^\[|%.*$|\]$/g, '')}]`;
  // One `*` already matches subdomains of any depth.
  return host.replace(/^(?:\*+\.)+/, '*.').replace(/\.$/, '');
}
