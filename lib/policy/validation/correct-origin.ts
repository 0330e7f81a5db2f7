import { isWebScheme } from '../../fetch/index.js';
import { canonicalHost } from './canonical-host.js';
import { isLoopbackHost } from './loopback.js';
import { type OriginParts, splitAuthority, splitOrigin } from './origin-parts.js';
import { canonicalPort } from './origin-port.js';
import { canonicalScheme } from './origin-scheme.js';
import { hasUnseenCharacters, stripUnseenCharacters } from './unseen-characters.js';

// Of a scheme that was put in front of a whole origin, the inner one counts.
const HTTP_WITH_WRONG_SLASHES = /^(?:https?:\/*(?=https?:))*(https?)(?::\/*|\/+)/i;

/**
 * The origin, or the pattern, that somebody most likely meant. A guess: it has to pass the checks itself before anybody
 * is told to write it. `undefined` where the text gives too little to guess from.
 */
export function correctOrigin(text: string): string | undefined {
  const visible = stripUnseenCharacters(text);
  // Between two characters such a one more often parts two origins than it slipped into one.
  if (hasUnseenCharacters(visible)) return undefined;

  const parts = splitOrigin(visible.replace(HTTP_WITH_WRONG_SLASHES, '$1://')) ?? supplyScheme(visible);
  if (parts === undefined || mayEndWithPort(parts.host)) return undefined;
  const scheme = canonicalScheme(parts.scheme);
  // Hosts of other schemes are compared as they are written.
  const host = isWebScheme(`${scheme}:`) ? canonicalHost(tidyHost(parts.host)) : parts.host;
  if (host === undefined) return undefined;
  return `${scheme}://${host}${canonicalPort(scheme, parts.port ?? '')}`;
}

/** A host without a scheme, as people copy it from an address bar. */
function supplyScheme(text: string): OriginParts | undefined {
  const authority = splitAuthority(text.replace(/^\/\//, ''));
  // A word alone is more often a mistaken value (`any`, `undefined`) than a host.
  const likelyHost =
    authority.host.includes('.') || authority.host === 'localhost' || /^\d+$/.test(authority.port ?? '');
  if (!likelyHost) return undefined;
  return { scheme: isLoopbackHost(authority.host) ? 'http' : 'https', ...authority };
}

/** Whether the host, an IPv6 address without brackets, may as well be a shorter one and a port. */
function mayEndWithPort(host: string): boolean {
  const shorter = host.replace(/:\d+$/, '');
  return shorter !== host && canonicalHost(`[${shorter}]`) !== undefined;
}

function tidyHost(host: string): string {
  // Without its zone identifier, and in brackets.
  if (host.includes(':')) return `[${host.replace(/^\[|%.*$|\]$/g, '')}]`;
  // `*` is any depth already.
  return host.replace(/^(?:\*+\.)+/, '*.').replace(/\.$/, '');
}
