import type { AbstractHttpAdapter } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PoliciesAtPath } from '../routing/index.js';
import { whenKnown } from '../exchange/index.js';
import { replaceMethod } from '../platform/index.js';
import type { HandshakeDecisions, HandshakeTarget, HandshakeVerdict } from './handshake-decisions.js';
import { type Handshake, isWebSocketUpgrade } from './handshake-request.js';
import { holdSocket, refuseUpgrade } from './upgrade-refusal.js';

/** A decision to be made about a handshake: by one application, with the policies of one target. */
export interface PendingDecision {
  /** Absent, like the target, if the application has not started. */
  readonly decisions: HandshakeDecisions | undefined;
  readonly target: HandshakeTarget | undefined;
}

/** The policies that have already decided a handshake. They are not asked a second time. */
const decided = new WeakMap<IncomingMessage, Set<PoliciesAtPath>>();

/**
 * Decides a handshake before any code accepts it. Every decision must allow it.
 *
 * @param pass passes the handshake on, at most once
 * @returns the result of `pass`, or `undefined` if the handshake is refused or still undecided
 */
export function receiveHandshake(
  handshake: Handshake,
  pending: readonly PendingDecision[],
  pass: () => unknown,
): unknown {
  const { socket } = handshake;
  const settle = (verdict: HandshakeVerdict): unknown => {
    if (verdict !== 'pass') refuseUpgrade(socket, verdict);
    // The client may have disconnected meanwhile.
    else if (!socket.destroyed) return pass();
    return undefined;
  };
  const verdict = verdictOfAll(handshake, pending);
  if (!(verdict instanceof Promise)) return settle(verdict);
  holdSocket(socket, verdict, settle);
  return undefined;
}

function verdictOfAll(
  handshake: Handshake,
  [next, ...others]: readonly PendingDecision[],
): HandshakeVerdict | Promise<HandshakeVerdict> {
  if (next === undefined) return 'pass';
  return whenKnown(verdictOf(handshake, next), verdict =>
    verdict === 'pass' ? verdictOfAll(handshake, others) : verdict,
  );
}

function verdictOf(
  handshake: Handshake,
  { decisions, target }: PendingDecision,
): HandshakeVerdict | Promise<HandshakeVerdict> {
  const state = decisions?.slot.current;
  // Before start-up, an application does not know what it allows.
  if (decisions === undefined || state === undefined || target === undefined) return 503;
  const known = decided.get(handshake.request) ?? new Set();
  decided.set(handshake.request, known);
  if (known.has(target.at)) return 'pass';
  known.add(target.at);
  return decisions.decide(state, handshake, target);
}

/**
 * The application that was created last on each adapter. The next server of the adapter belongs to
 * it.
 */
const LATEST = new WeakMap<AbstractHttpAdapter, HandshakeDecisions>();

/** Decides the handshakes of each server that an HTTP adapter makes for an application. */
export function takeHandshakes(adapter: AbstractHttpAdapter, decisions: HandshakeDecisions): void {
  const isFirst = !LATEST.has(adapter);
  LATEST.set(adapter, decisions);
  if (!isFirst) return;
  const take = (): void => {
    const server: unknown = adapter.getHttpServer();
    const owner = LATEST.get(adapter);
    if (owner !== undefined && typeof server === 'object' && server !== null)
      takeServerHandshakes(server, owner);
  };
  take();
  replaceMethod(adapter, 'initHttpServer', (init, args) => {
    const result = init(args);
    take();
    return result;
  });
}

/** The applications of each server. */
const APPLICATIONS = new WeakMap<object, Set<HandshakeDecisions>>();

/**
 * Decides the handshakes of a server before its listeners run. It replaces `emit()` instead of
 * adding a listener: with a listener, Node would hand over upgrades that no other code handles.
 */
function takeServerHandshakes(server: object, decisions: HandshakeDecisions): void {
  const known = APPLICATIONS.get(server);
  if (known !== undefined) {
    known.add(decisions);
    return;
  }
  const applications = new Set([decisions]);
  APPLICATIONS.set(server, applications);
  replaceMethod(server, 'emit', (emit, args) => {
    const [event, request, socket] = args;
    if (event !== 'upgrade') return emit(args);
    const handshake = { request: request as IncomingMessage, socket: socket as Duplex };
    if (!isWebSocketUpgrade(handshake.request)) return emit(args);
    const passed = receiveHandshake(handshake, pendingAt(handshake.request.url ?? '', applications), () =>
      emit(args),
    );
    return passed ?? true;
  });
}

/**
 * The decisions for a request. Applications with a gateway at the URL decide. If none has one, all
 * started applications decide.
 */
function pendingAt(url: string, applications: ReadonlySet<HandshakeDecisions>): readonly PendingDecision[] {
  const all = [...applications];
  const ofGateways = all.flatMap(decisions =>
    (decisions.slot.current?.snapshot.gatewaysAt(url) ?? []).map(({ at, routes }) => ({
      decisions,
      target: { at, gateways: routes },
    })),
  );
  if (ofGateways.length > 0) return ofGateways;
  const started = all.filter(({ slot }) => slot.current !== undefined);
  return (started.length > 0 ? started : all).map(decisions => {
    const at = decisions.slot.current?.snapshot.at(url);
    return { decisions, target: at && { at, gateways: [] } };
  });
}
