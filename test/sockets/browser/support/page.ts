import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** The clients of Socket.IO and graphql-ws, as scripts of a page. */
export const CLIENTS = [
  resolve('socket.io-client/dist/socket.io.js'),
  join(resolve('graphql-ws'), '../../umd/graphql-ws.js'),
]
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');

export const PAGE =
  '<!doctype html><title>page</title><link rel="icon" href="data:,"><body><script src="/clients.js"></script>';

/** Scripts that connect to a server. Each gives what the server knows the page by, or `refused`. */
export const WAYS = {
  'Socket.IO, polling': (server: string) => socketIo(server, ['polling']),
  'Socket.IO, polling and upgrade': (server: string) => socketIo(server, ['polling', 'websocket']),
  'Socket.IO, websocket only': (server: string) => socketIo(server, ['websocket']),
  'graphql-ws': (server: string) => `new Promise(resolve => {
    const client = graphqlWs.createClient({ url: ${webSocketUrl(server, '/graphql')}, retryAttempts: 0 });
    client.subscribe({ query: 'subscription { cookies }' }, {
      next: ({ data }) => resolve(data.cookies),
      error: () => resolve('refused'),
      complete: () => resolve('nothing'),
    });
  })`,
  'ws': (server: string) => `new Promise(resolve => {
    const socket = new WebSocket(${webSocketUrl(server, '/ws')});
    socket.onopen = () => socket.send('{"event":"cookies"}');
    socket.onmessage = ({ data }) => resolve(JSON.parse(data).data);
    socket.onerror = () => resolve('refused');
  })`,
} as const;

export type Way = keyof typeof WAYS;

function webSocketUrl(server: string, path: string): string {
  return JSON.stringify(server.replace('https', 'wss') + path);
}

function socketIo(server: string, transports: readonly string[]): string {
  const options = {
    transports,
    tryAllTransports: true,
    withCredentials: true,
    forceNew: true,
    reconnection: false,
  };
  return `new Promise(resolve => {
    const done = outcome => {
      socket.disconnect();
      resolve(outcome);
    };
    const socket = io(${JSON.stringify(server)}, ${JSON.stringify(options)});
    socket.on('cookies', done);
    const ask = () => socket.emit('cookies');
    socket.on('connect', () => {
      if (socket.io.engine.transport.name === ${JSON.stringify(transports.at(-1))}) ask();
      else socket.io.engine.on('upgrade', ask);
    });
    socket.on('connect_error', () => done('refused'));
  })`;
}

/** A script that tries some ways to a server, one after the other. */
export function tryAll(server: string, ways: readonly Way[]): string {
  const entries = ways.map(way => `[${JSON.stringify(way)}, await ${WAYS[way](server)}]`);
  return `(async () => Object.fromEntries([${entries.join(', ')}]))()`;
}

/**
 * A script that polls Socket.IO with script elements (JSONP). Browsers load these from any site,
 * with cookies. The script opens the session, connects with a request that needs no preflight, and
 * returns the server's next message, or `refused`.
 */
export function takeSessionByJsonp(server: string): string {
  return `(async () => {
    const url = ${JSON.stringify(`${server}/socket.io/?EIO=4&transport=polling`)};
    const poll = query => new Promise((resolve, reject) => {
      window.___eio = [resolve];
      const script = document.createElement('script');
      script.onerror = () => reject(new Error('blocked'));
      script.onload = () => setTimeout(reject, 1_000, new Error('no data'));
      script.src = url + '&j=0' + query;
      document.body.append(script);
    });
    try {
      const { sid } = JSON.parse((await poll('')).slice(1));
      const session = '&sid=' + sid;
      // As a form does: this needs no preflight.
      const send = packet => fetch(url + session, {
        method: 'POST',
        body: new URLSearchParams({ d: packet }),
        mode: 'no-cors',
        credentials: 'include',
      });
      await send('40');
      const connected = await poll(session);
      await send('42["cookies"]');
      const told = await poll(session);
      await send('1');
      return connected.slice(0, 2) + ' ' + told;
    } catch (error) {
      return 'refused';
    }
  })()`;
}

/** A script that opens a WebSocket in a sandboxed frame, whose origin is opaque. */
export function connectInSandbox(server: string): string {
  const script = `<script>${WAYS.ws(server)}.then(outcome => parent.postMessage(outcome, '*'))</script>`;
  return `new Promise(resolve => {
    addEventListener('message', ({ data }) => resolve(data), { once: true });
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.srcdoc = ${JSON.stringify(script).replaceAll('</', '<\\/')};
    document.body.append(frame);
  })`;
}
