import type { ServerResponse } from 'node:http';
import type { WriteHead } from './response-headers.js';

/** Sends the head of a response. */
export interface HeadSender {
  /** That of an application in which this one is mounted. */
  outer: HeadSender | undefined;
  /** The `writeHead` that the response had of its own before the module's. */
  delegate: WriteHead | undefined;
  sendHead(response: ServerResponse, args: readonly unknown[]): ServerResponse;
}

/** Where a response has its exchange. The package may be loaded in both module formats. */
const EXCHANGE = Symbol.for('nestjs-cors-policy:exchange');

interface TakenResponse extends ServerResponse {
  [EXCHANGE]?: HeadSender;
}

/** The one `writeHead` that every response gets: what wraps it later stands in front of it, what wrapped the response earlier behind it. */
function writeHead(this: TakenResponse, ...args: unknown[]): ServerResponse {
  const sender = this[EXCHANGE];
  return sender === undefined
    ? Reflect.apply(prototypeWriteHead(this), this, args)
    : sender.sendHead(this, args);
}

/** Has an exchange send the head of a response, however often that passes by. */
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
  taken.writeHead = writeHead as ServerResponse['writeHead'];
}

/** Lets an exchange decide from here on, where several applications have begun one: a route of its application was entered. */
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

/** Hands a response back to the exchange of the application in which this one is mounted. */
export function giveHeadBack(response: ServerResponse, sender: HeadSender): void {
  const taken: TakenResponse = response;
  if (taken[EXCHANGE] === sender && sender.outer !== undefined) taken[EXCHANGE] = sender.outer;
}

export function senderOf(response: ServerResponse): HeadSender | undefined {
  return (response as TakenResponse)[EXCHANGE];
}

/** What stands behind the module's `writeHead`: looked up for each head, since `ServerResponse.prototype` may be patched at any time. */
export function writeHeadBehind(response: ServerResponse, delegate: WriteHead | undefined): WriteHead {
  return delegate ?? prototypeWriteHead(response);
}

function prototypeWriteHead(response: ServerResponse): WriteHead {
  return Reflect.get(Object.getPrototypeOf(response) as object, 'writeHead') as WriteHead;
}
