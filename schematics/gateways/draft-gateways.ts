import { overDefaults } from '../middleware/over-defaults.js';
import type { Note } from '../translation/note.js';
import {
  closedDraft,
  isClosed,
  codeOf,
  type DraftEntry,
  mapDrafts,
  type PolicyDraft,
} from '../translation/policy-draft.js';
import type { Scope } from '../translation/scope.js';
import { translateSwitch } from '../translation/choices.js';
import type { Gateway } from './gateway.js';

/** The policy that a gateway gets, and the names for it in the gateway's file. */
export interface GatewayDraft {
  readonly gateway: Gateway;
  readonly draft: PolicyDraft;
  readonly scope: Scope;
}

const ANY_PAGE =
  'any page may open this socket, with the cookies of your users, as before. List in origin the pages that you trust, and delete handshakes';

const NO_CORS =
  'the gateway had no cors option: pages of other origins could not poll, and any page could open a socket. This keeps it so. List in origin the pages that you trust, and delete handshakes';

const DIFFERENT =
  'gateways on one port and path share a server, and these had different cors options, of which one held. Sockets are opened as before, and no other origin may poll. Give all of them the same policy';

/**
 * The policies with which gateways keep their behaviour: from their `cors` option, or none if there
 * is no such option.
 */
export function draftGateways(
  gateways: readonly Gateway[],
  scope: Scope,
  defaults: PolicyDraft | undefined,
): readonly GatewayDraft[] {
  const servers = new Map<string, Gateway[]>();
  for (const gateway of gateways)
    servers.set(gateway.server, [...(servers.get(gateway.server) ?? []), gateway]);
  return [...servers.values()].flatMap(group =>
    group.some(({ isDecorated }) => isDecorated) ? [] : draftGroup(group, scope, defaults),
  );
}

function draftGroup(
  group: readonly Gateway[],
  scope: Scope,
  defaults: PolicyDraft | undefined,
): readonly GatewayDraft[] {
  const speaking = group.filter(({ cors }) => cors !== undefined);
  if (speaking.length === 0) {
    // Without defaults, handshakes are not checked.
    return defaults !== undefined
      ? group.map(gateway => closedGateway(gateway, scope, { sentence: NO_CORS }))
      : [];
  }
  const drafts = speaking.map(gateway => draftGateway(gateway, scope, defaults));
  const codes = new Set(drafts.map(({ draft }) => codeOf(draft).join('\n')));
  if (codes.size === 1) return drafts;
  const original = speaking.map(
    ({ cors, declaration }) => `${declaration.name?.text ?? ''}: ${cors?.member.getText() ?? ''}`,
  );
  return group.map(gateway =>
    closedGateway(gateway, scope, { sentence: DIFFERENT, original: original.join('\n') }),
  );
}

function draftGateway(gateway: Gateway, scope: Scope, defaults: PolicyDraft | undefined): GatewayDraft {
  const own = scope.at(gateway.declaration);
  const { cors } = gateway;
  const translated =
    cors === undefined
      ? closedDraft()
      : translateSwitch(cors.value, { scope: own, platform: 'express', isGateway: true });
  return {
    gateway,
    scope: own,
    draft: mapDrafts(isClosed(translated) ? translated : overDefaults(translated, defaults), withHandshakes),
  };
}

/** A policy for any page or for no page does not affect sockets: all were accepted. */
function withHandshakes(entries: readonly DraftEntry[]): readonly DraftEntry[] {
  const origin = entries.find(({ name }) => name === 'origin')?.property;
  const isOpen = origin === "origin: '*'" || origin?.includes('() => true') === true;
  if (!isOpen && origin !== 'origin: false') return entries;
  const notes: readonly Note[] = [{ sentence: ANY_PAGE }];
  return [...entries, { name: 'handshakes', property: 'handshakes: false', comments: [], notes }];
}

function closedGateway(gateway: Gateway, scope: Scope, note: Note): GatewayDraft {
  const [origin] = closedDraft(note).entries;
  const handshakes: DraftEntry = {
    name: 'handshakes',
    property: 'handshakes: false',
    comments: [],
    notes: [],
  };
  return {
    gateway,
    scope: scope.at(gateway.declaration),
    draft: { entries: origin === undefined ? [] : [origin, handshakes] },
  };
}
