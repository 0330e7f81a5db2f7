import { type ManagerOptions, type Socket, io } from 'socket.io-client';
import { WebSocket } from 'ws';

/** The observations of a client. */
export interface Visit {
  /** The answer of the gateway to `ping`. `undefined` if no connection was opened. */
  readonly answer: unknown;
  /** Of Socket.IO, how the client was connected at the end. */
  readonly transport?: string;
  /** Why there is no connection. */
  readonly error?: string;
}

const PATIENCE_MS = 5_000;

/** How a client of Socket.IO connects. */
export const TRANSPORTS = {
  'polling': ['polling'],
  'polling, then an upgrade': ['polling', 'websocket'],
  'websocket': ['websocket'],
} as const;

export type Transports = keyof typeof TRANSPORTS;

/** Connects with the client of Socket.IO, asks `ping`, and leaves. */
export async function visitSocketIo(
  url: string,
  origin: string | undefined,
  transports: Transports,
  options: Partial<ManagerOptions> = {},
): Promise<Visit> {
  const socket = io(url, {
    forceNew: true,
    reconnection: false,
    withCredentials: true,
    extraHeaders: origin === undefined ? {} : { origin },
    transports: [...TRANSPORTS[transports]],
    timeout: PATIENCE_MS,
    ...options,
  });
  const upgrade = transports === 'polling, then an upgrade' ? upgraded(socket) : undefined;
  try {
    const error = await connected(socket);
    if (error !== undefined) return { answer: undefined, error: causeOf(error) };
    await upgrade;
    const answer: unknown = await socket.timeout(PATIENCE_MS).emitWithAck('ping');
    return { answer, transport: socket.io.engine.transport.name };
  } finally {
    socket.disconnect();
  }
}

function connected(socket: Socket): Promise<Error | undefined> {
  return new Promise(resolve => {
    socket.once('connect', () => {
      resolve(undefined);
    });
    socket.once('connect_error', resolve);
  });
}

/** Until the client has upgraded, or has given it up. */
function upgraded({ io: { engine } }: Socket): Promise<void> {
  return new Promise(resolve => {
    engine.once('upgrade', () => {
      resolve();
    });
    engine.once('upgradeError', () => {
      resolve();
    });
  });
}

/** The transport's description of its failure, such as the status of the answer. */
function causeOf(error: Error): string {
  const { description } = error as { description?: { message?: unknown } | number };
  const cause = typeof description === 'object' ? description.message : description;
  return `${error.message}: ${String(cause)}`;
}

/** Connects with `ws`, asks `ping`, and leaves. */
export function visitWebSocket(
  url: string,
  origin: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Visit> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), {
    ...(origin === undefined ? {} : { origin }),
    headers,
    handshakeTimeout: PATIENCE_MS,
    rejectUnauthorized: false,
  });
  return new Promise(resolve => {
    socket.on('open', () => {
      socket.send(JSON.stringify({ event: 'ping', data: null }));
    });
    socket.on('message', data => {
      resolve({ answer: JSON.parse((data as Buffer).toString()) as unknown });
      socket.terminate();
    });
    socket.on('error', error => {
      resolve({ answer: undefined, error: error.message });
    });
  });
}
