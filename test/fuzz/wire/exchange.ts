import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The action on a connection after all bytes are written. */
export type Ending =
  /** Wait for every answer. */
  | 'await'
  /** Send a FIN, and take what still comes. */
  | 'half-close'
  /** Wait for a short time, because it is not known whether a response arrives. */
  | 'linger'
  /** Reset the connection. */
  | 'destroy';

/** The bytes that one connection sends. */
export interface Transmission {
  /** Written one after the other, each with its own TCP segment where the system allows it. */
  readonly pieces: readonly Buffer[];
  /** Between the pieces, in milliseconds. */
  readonly pause: number;
  readonly ending: Ending;
  /** Whether this text, which came so far, is all that is to be waited for. */
  isComplete(text: string, ended: boolean): boolean;
}

export interface Received {
  /** As latin1. */
  readonly text: string;
  /** Whether the server ended the connection. */
  readonly ended: boolean;
  /** Whether an answer was waited for and did not come. */
  readonly timedOut: boolean;
}

/** A guard against hanging: a server that answers does so within some milliseconds. */
const SILENCE_LIMIT_MS = 20_000;
const LINGER_MS = 30;

/**
 * Opens a connection to a port of this machine, sends, and receives. A connection error is
 * expected, and ends the exchange.
 */
export function exchange(port: number, transmission: Transmission): Promise<Received> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    const text = (): string => Buffer.concat(chunks).toString('latin1');
    let settled = false;
    const settle = (outcome: Pick<Received, 'ended' | 'timedOut'>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(silence);
      socket.resetAndDestroy();
      resolve({ text: text(), ...outcome });
    };
    const silence = setTimeout(() => {
      settle({ ended: false, timedOut: true });
    }, SILENCE_LIMIT_MS);
    socket.on('data', chunk => {
      chunks.push(chunk);
      silence.refresh();
      if (transmission.ending === 'await' && transmission.isComplete(text(), false)) {
        settle({ ended: false, timedOut: false });
      }
    });
    socket.on('end', () => {
      settle({ ended: true, timedOut: false });
    });
    socket.on('error', () => {
      settle({ ended: true, timedOut: false });
    });
    socket.on('close', () => {
      settle({ ended: true, timedOut: false });
    });
    void transmit(socket, transmission).then(async () => {
      if (transmission.ending === 'linger') await sleep(LINGER_MS);
      if (transmission.ending === 'half-close') socket.end();
      if (transmission.ending === 'linger' || transmission.ending === 'destroy') {
        settle({ ended: false, timedOut: false });
      }
    });
  });
}

async function transmit(socket: Socket, { pieces, pause }: Transmission): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await sleep(pause);
    if (socket.destroyed || !socket.writable) return;
    await new Promise<void>(resolve => {
      socket.write(piece, () => {
        resolve();
      });
    });
  }
}
