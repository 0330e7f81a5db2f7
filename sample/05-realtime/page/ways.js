// The ways into the chat. `send` resolves to the outcome, or rejects with the error that the page
// gets from the browser.
import { io } from './socket.io.js';

export const WAYS = [
  {
    id: 'log-in',
    title: 'Log in',
    request: 'POST /chat/session, JSON',
    uses: ['fetch'],
    path: '/chat/session',
    send: (url, name) =>
      ask(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name }),
      }),
  },
  {
    id: 'history',
    title: 'Read the history',
    request: 'GET /chat/messages',
    uses: ['fetch'],
    path: '/chat/messages',
    send: url => ask(url),
  },
  {
    id: 'polling',
    title: 'Socket.IO by polling',
    request: "transports: ['polling']",
    uses: ['XMLHttpRequest'],
    path: '/socket.io/',
    send: url => connect(url, ['polling']),
  },
  {
    id: 'websocket',
    title: 'Socket.IO by WebSocket',
    request: "transports: ['websocket']",
    uses: ['WebSocket'],
    path: '/socket.io/',
    send: url => connect(url, ['websocket']),
  },
  {
    id: 'upgrade',
    title: 'Socket.IO by polling, then WebSocket',
    request: "transports: ['polling', 'websocket']",
    uses: ['XMLHttpRequest', 'WebSocket'],
    path: '/socket.io/',
    send: url => connect(url, ['polling', 'websocket']),
  },
];

async function ask(url, init) {
  const response = await fetch(url, { credentials: 'include', ...init });
  const body = await response.json();
  return response.ok
    ? { text: `status ${response.status}`, body }
    : { text: `status ${response.status}: ${body.message}` };
}

/** Connects, and disconnects as soon as the last transport is in use. */
function connect(url, transports) {
  const { origin, searchParams } = new URL(url);
  const socket = io(origin, {
    query: Object.fromEntries(searchParams),
    transports,
    // Tries the second transport if the first fails.
    tryAllTransports: true,
    withCredentials: true,
    forceNew: true,
    reconnection: false,
  });
  return new Promise((resolve, reject) => {
    const { engine } = socket.io;
    const last = transports.at(-1);
    const connected = () => resolve({ text: `connected by ${last}` });
    socket.on('connect', () =>
      engine.transport.name === last ? connected() : engine.on('upgrade', connected),
    );
    socket.on('connect_error', reject);
  }).finally(() => socket.disconnect());
}
