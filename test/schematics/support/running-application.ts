import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A program among the project's packages. */
export const program = (path: string): string => join(ROOT, 'node_modules', path);

/** Runs a program of Node's, and gives what it says. */
export function runProgram(cwd: string, script: string, args: readonly string[]): string {
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', CI: '1' };
  try {
    return execFileSync(process.execPath, [script, ...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const output =
      error instanceof Error && 'stdout' in error && 'stderr' in error
        ? String(error.stdout) + String(error.stderr)
        : '';
    throw new Error(`${script} ${args.join(' ')}\n${String(error)}\n${output}`, { cause: error });
  }
}

/** Runs an application for as long as the visit takes. */
export async function visitApplication<Result>(
  { cwd, env = {}, main }: { cwd: string; main: string; env?: Readonly<Record<string, string>> },
  visitor: (address: string) => Promise<Result>,
): Promise<Result> {
  const port = await freePort();
  const server = spawn(process.execPath, [main], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'test', ...env, PORT: String(port) },
  });
  try {
    await listening(server, port);
    return await visitor(`http://127.0.0.1:${port}`);
  } finally {
    server.kill();
  }
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export function send(
  address: string,
  { path, method }: { readonly path: string; readonly method: string },
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(address + path, { method, headers, agent: false }, response => {
      response.resume();
      const received = Object.entries(response.headers).map(([name, value]) => [name, value?.toString()]);
      resolve({
        status: response.statusCode,
        headers: Object.fromEntries(received) as Record<string, string>,
      });
    });
    sent.on('error', reject).end();
  });
}

/** The status of the answer to a WebSocket handshake: 101 where it is accepted. */
export function handshake(address: string, path: string, origin: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      origin,
      'connection': 'Upgrade',
      'upgrade': 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const sent = request(address + path, { headers, agent: false });
    sent.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    sent.on('response', response => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

/** Until the port accepts; Nest says that it has started before that. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  let output = '';
  server.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  server.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`The application did not start:\n${output}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('No port.'));
    });
  });
}
