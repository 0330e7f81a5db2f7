import type { INestApplication } from '@nestjs/common';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import { NestFactory } from '@nestjs/core';
import { certificate } from '../../conformance/support/certificate.js';
import { portOf } from '../../e2e/support/applications.js';
import { ExplainingModule, SilentModule } from './causes.js';
import { listeningPort, startConnectProxy } from './connect-proxy.js';

export const PAGE = 'https://app.example.com';
export const API = 'https://api.example.com';
/** The same application without `debug`. */
export const SILENT_API = 'https://silent.example.com';
/** A proxy in front of an application that answers preflights itself, and badly. */
export const FRONT = 'https://front.example.com';
/** A port without a listener. */
export const NOWHERE = 'https://nowhere.example.com';

/** The page's server, the applications, and what leads a browser to them. */
export class CausesWorld {
  private constructor(
    readonly proxyPort: number,
    private readonly applications: readonly INestApplication[],
    private readonly servers: readonly { close(): unknown }[],
  ) {}

  static async start(): Promise<CausesWorld> {
    const options = { logger: false as const, httpsOptions: certificate() };
    const applications = [
      await NestFactory.create(ExplainingModule, options),
      await NestFactory.create(SilentModule, options),
    ];
    for (const application of applications) await application.listen(0, '127.0.0.1');
    const [explaining, silent] = applications;
    const pages = await listening(servePage);
    const front = await listening(answerAsBadProxy);
    const ports = new Map([
      [hostOf(PAGE), listeningPort(pages)],
      [hostOf(API), explaining === undefined ? 0 : portOf(explaining)],
      [hostOf(SILENT_API), silent === undefined ? 0 : portOf(silent)],
      [hostOf(FRONT), listeningPort(front)],
    ]);
    const proxy = await startConnectProxy(host => ports.get(host));
    return new CausesWorld(proxy.port, applications, [pages, front, proxy]);
  }

  async close(): Promise<void> {
    for (const server of this.servers) server.close();
    for (const application of this.applications) await application.close();
  }
}

function servePage({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/html');
  const strict = url.startsWith('/strict');
  if (strict) response.setHeader('Content-Security-Policy', "connect-src 'self'");
  response.end('<!doctype html><title>page</title><link rel="icon" href="data:,">');
}

function answerAsBadProxy({ url, method }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', PAGE);
  response.setHeader('Access-Control-Allow-Headers', 'x-request-id');
  if (method === 'OPTIONS' && url === '/status') response.statusCode = 401;
  if (method === 'OPTIONS' && url === '/redirect') {
    response.statusCode = 301;
    response.setHeader('Location', `${FRONT}/redirect/`);
  }
  response.end();
}

async function listening(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  const server = createServer(certificate(), handle);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}
