import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { certificate } from '../conformance/support/certificate.js';
import { findNginx, HOW_TO_GET_NGINX } from './find-nginx.js';

const PATIENCE_MS = 10_000;

/** A running nginx with one site of `sites/` in front of an application. */
export class Nginx {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly prefix: string,
  ) {}

  /** The directives of a site, as the documentation shows them. */
  static site(name: string): string {
    return readFileSync(join(process.cwd(), 'test/proxy/sites', `${name}.conf`), 'utf8');
  }

  static async start(
    site: string,
    upstream: number,
    { tls = false, port: wanted }: { readonly tls?: boolean; readonly port?: number } = {},
  ): Promise<Nginx> {
    const executable = findNginx();
    if (executable === undefined) throw new Error(HOW_TO_GET_NGINX);
    const prefix = mkdtempSync(join(tmpdir(), 'nginx-'));
    const port = wanted ?? (await freePort());
    if (tls) {
      const { key, cert } = certificate();
      writeFileSync(join(prefix, 'key.pem'), key);
      writeFileSync(join(prefix, 'cert.pem'), cert);
    }
    writeFileSync(join(prefix, 'nginx.conf'), configuration(Nginx.site(site), { port, upstream, tls }));
    const child = spawn(executable, ['-p', prefix, '-c', 'nginx.conf', '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const complaints: string[] = [];
    child.stderr.on('data', chunk => complaints.push(String(chunk)));
    const nginx = new Nginx(port, child, prefix);
    if (!(await listens(port, child))) {
      await nginx.stop();
      throw new Error(`nginx did not start: ${complaints.join('')}`);
    }
    return nginx;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await exited;
    }
    rmSync(this.prefix, { recursive: true, force: true });
  }
}

interface Place {
  readonly port: number;
  readonly upstream: number;
  readonly tls: boolean;
}

// One process, in its own folder, with the user of the tests.
function configuration(site: string, { port, upstream, tls }: Place): string {
  const secure = tls ? 'ssl_certificate cert.pem;\n    ssl_certificate_key key.pem;' : '';
  return `
daemon off;
master_process off;
pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  proxy_cache_path cache keys_zone=answers:1m;
  upstream app { server 127.0.0.1:${upstream}; }
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
    ${secure}
${site}
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function listens(port: number, child: ChildProcess): Promise<boolean> {
  const giveUp = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUp) {
    if (child.exitCode !== null) return false;
    const socket = connect(port, '127.0.0.1');
    const connected = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (connected) return true;
    await wait(20);
  }
  return false;
}
