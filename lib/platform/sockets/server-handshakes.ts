import type { AbstractHttpAdapter } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PoliciesAtPath } from '../../routing/index.js';
import { whenKnown } from '../cors-decisions.js';
import { replaceMethod } from '../replace-method.js';
import type { HandshakeDecisions, HandshakeTarget, HandshakeVerdict } from './handshake-decisions.js';
import { type Handshake, isWebSocketUpgrade } from './handshake-request.js';
import { holdSocket, refuseUpgrade } from './upgrade-refusal.js';

/** A decision that has to be made about a handshake: that of one application, by the policies of one target. */
export interface PendingDecision {
  /** Absent, as the target is, where the application has not started. */
  readonly decisions: HandshakeDecisions | undefined;
  readonly target: HandshakeTarget | undefined;
}

/** By which policies a handshake was decided already: what sees it again need not ask again. */
const decided = new WeakMap<IncomingMessage, Set<PoliciesAtPath>>();

/**
 * Decides a handshake before anything accepts it. Every one of the decisions has to let it pass.
 *
 * @param pass hands it on, at most once
 * @returns what `pass` returns; `undefined` where it was refused, or where the answer is not known yet
 */
export function receiveHandshake(
  handshake: Handshake,
  pending: readonly PendingDecision[],
  pass: () => unknown,
): unknown {
  const { socket } = handshake;
  const settle = (verdict: HandshakeVerdict): unknown => {
    if (verdict !== 'pass') refuseUpgrade(socket, verdict);
    // The client may have left in the meantime.
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
  // Until it has started, an application cannot say what it allows.
  if (decisions === undefined || state === undefined || target === undefined) return 503;
  const known = decided.get(handshake.request) ?? new Set();
  decided.set(handshake.request, known);
  if (known.has(target.at)) return 'pass';
  known.add(target.at);
  return decisions.decide(state, handshake, target);
}

/** The application of the next server that an adapter makes: the last one that was created on it. */
const LATEST = new WeakMap<AbstractHttpAdapter, HandshakeDecisions>();

/** Decides the handshakes of the servers that an HTTP adapter makes for an application. */
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
 * Decides the handshakes of a server before any of its listeners. It stands in the place of `emit()`: a listener of its own would have Node hand
 * over upgrades that nothing listens for.
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

/** Of several applications on a server, those decide that have a gateway there; if none has, all that have started. */
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
