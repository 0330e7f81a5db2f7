import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The time for the client to read the refusal, in milliseconds. */
const LINGER = 2_000;

const TEXTS = {
  403: 'This origin may not open a WebSocket here.',
  503: 'The server cannot accept this WebSocket handshake now. Try again later.',
} as const;

/**
 * Answers a handshake without accepting it, and closes the socket. The text reveals nothing about
 * the policy.
 */
export function refuseUpgrade(socket: Duplex, status: keyof typeof TEXTS): void {
  // The client may have disconnected.
  socket.on('error', ignore);
  if (socket.destroyed) return;
  const text = TEXTS[status];
  socket.once('finish', () => socket.destroy());
  const timer = setTimeout(() => socket.destroy(), LINGER);
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  );
}

/** Runs a step when an answer is known. If the client disconnects meanwhile, no error is raised. */
export function holdSocket<Answer>(
  socket: Duplex,
  known: Promise<Answer>,
  then: (answer: Answer) => unknown,
): void {
  socket.on('error', ignore);
  void known.then(answer => {
    socket.off('error', ignore);
    then(answer);
  });
}

function ignore(): void {
  // An `error` event without a listener would end the process.
}
