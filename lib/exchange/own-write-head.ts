import type { ServerResponse } from 'node:http';
import type { WriteHead } from './response-headers.js';

/** Sends the head of a response. */
export interface HeadSender {
  /** The sender of the application in which this one is mounted. */
  outer: HeadSender | undefined;
  /** The response's own `writeHead` from before the module replaced it. */
  delegate: WriteHead | undefined;
  sendHead(response: ServerResponse, args: readonly unknown[]): ServerResponse;
}

/**
 * The property of a response that holds its exchange. The symbol is registered because a process
 * may load the package in both module formats.
 */
const EXCHANGE = Symbol.for('nestjs-cors-policy:exchange');

interface TakenResponse extends ServerResponse {
  [EXCHANGE]?: HeadSender;
}

/**
 * The single `writeHead` that all responses get. Earlier wrappers run behind it and later ones in
 * front of it.
 */
function writeHead(this: TakenResponse, ...args: unknown[]): ServerResponse {
  const sender = this[EXCHANGE];
  return sender === undefined
    ? Reflect.apply(prototypeWriteHead(this), this, args)
    : sender.sendHead(this, args);
}

/**
 * Makes an exchange send the head of a response. An exchange that the response already has becomes
 * its outer one.
 */
export function takeHead(response: ServerResponse, sender: HeadSender): void {
  const taken: TakenResponse = response;
  const outer = taken[EXCHANGE];
  taken[EXCHANGE] = sender;
  if (outer !== undefined) {
    sender.outer = outer;
    sender.delegate = outer.delegate;
    return;
  }
  if (Object.hasOwn(response, 'writeHead')) sender.delegate = Reflect.get(response, 'writeHead') as WriteHead;
  taken.writeHead = writeHead;
}

/**
 * Makes another exchange of the same response send the head, because a route of its application was
 * entered.
 */
export function takeOverHead(response: ServerResponse, sender: HeadSender): void {
  const taken: TakenResponse = response;
  const current = taken[EXCHANGE];
  if (current === undefined || current === sender) return;
  for (let each = current; each.outer !== undefined; each = each.outer) {
    if (each.outer !== sender) continue;
    each.outer = sender.outer;
    sender.outer = current;
    taken[EXCHANGE] = sender;
    return;
  }
}

/** Returns the head to the exchange of the application in which this one is mounted. */
export function giveHeadBack(response: ServerResponse, sender: HeadSender): void {
  const taken: TakenResponse = response;
  if (taken[EXCHANGE] === sender && sender.outer !== undefined) taken[EXCHANGE] = sender.outer;
}

export function senderOf(response: ServerResponse): HeadSender | undefined {
  return (response as TakenResponse)[EXCHANGE];
}

/**
 * The `writeHead` behind the module's. It is looked up for each head because
 * `ServerResponse.prototype` may be patched at any time.
 */
export function writeHeadBehind(response: ServerResponse, delegate: WriteHead | undefined): WriteHead {
  return delegate ?? prototypeWriteHead(response);
}

function prototypeWriteHead(response: ServerResponse): WriteHead {
  return Reflect.get(Object.getPrototypeOf(response) as object, 'writeHead') as WriteHead;
}
