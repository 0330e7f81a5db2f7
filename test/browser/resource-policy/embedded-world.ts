import {
  Controller,
  Get,
  Header,
  type INestApplication,
  Module,
  StreamableFile,
  type Type,
} from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import helmet from 'helmet';
import { CorsModule, CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { type Server, createServer } from 'node:https';
import { certificate } from '../../conformance/support/certificate.js';
import { portOf } from '../../e2e/support/applications.js';
import { listeningPort, startConnectProxy } from '../why-blocked/connect-proxy.js';

export const PAGE = 'https://app.example.com';

/** Routes with each value, and one route without a value. */
export const POLICIES = ['same-origin', 'same-site', 'cross-origin', 'unset'] as const;
export const ELEMENTS = ['img', 'script', 'audio', 'video'] as const;

/** The applications, by what else sets the header for all responses. */
export const SERVERS = [
  {
    beside: 'nothing else',
    name: 'alone',
    adapter: (): AbstractHttpAdapter => new ExpressAdapter(),
    configure: () => undefined,
  },
  {
    beside: 'helmet, on Express',
    name: 'helmet',
    adapter: (): AbstractHttpAdapter => new ExpressAdapter(),
    configure: (app: INestApplication) => void app.use(helmet()),
  },
  {
    beside: "Nest's useSecurityHeaders(), on Fastify",
    name: 'nest',
    adapter: (): AbstractHttpAdapter => new FastifyAdapter({ https: certificate() }),
    configure: (app: INestApplication) => void app.useSecurityHeaders(),
  },
] as const;

/** Where each application is reached: on the page's own site, and on another one. */
export const SITES = { 'same-site': 'example.com', 'cross-site': 'other.example' } as const;

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A tenth of a second of silence. */
function sound(): Buffer {
  const samples = Buffer.alloc(800, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

function files(path: string, policy: CorsPolicyOptions): Type<unknown> {
  @CorsPolicy(policy)
  @Controller(path)
  class Files {
    @Header('Content-Type', 'image/png') @Get('img') img() {
      return new StreamableFile(PIXEL);
    }
    @Header('Content-Type', 'text/javascript') @Get('script') script() {
      return 'globalThis.ran = true;';
    }
    @Header('Content-Type', 'audio/wav') @Get('audio') audio() {
      return new StreamableFile(sound());
    }
    // A video without pictures: what matters is how the element asks for it.
    @Header('Content-Type', 'audio/wav') @Get('video') video() {
      return new StreamableFile(sound());
    }
  }
  return Files;
}

@Module({
  imports: [CorsModule.forRoot()],
  controllers: POLICIES.map(value => files(value, value === 'unset' ? {} : { resourcePolicy: value })),
})
class FilesModule {}

/** A page, with and without COEP, and the applications whose answers it embeds. */
export class EmbeddedWorld {
  private constructor(
    readonly proxyPort: number,
    private readonly applications: readonly INestApplication[],
    private readonly servers: readonly { close(): unknown }[],
  ) {}

  static async start(): Promise<EmbeddedWorld> {
    const ports = new Map<string, number>();
    const applications: INestApplication[] = [];
    for (const { name, adapter, configure } of SERVERS) {
      const options = { logger: false as const, httpsOptions: certificate() };
      const app = await NestFactory.create(FilesModule, adapter(), options);
      configure(app);
      await app.listen(0, '127.0.0.1');
      applications.push(app);
      for (const site of Object.values(SITES)) ports.set(`${name}.${site}`, portOf(app));
    }
    const pages = await pageServer();
    ports.set(new URL(PAGE).host, listeningPort(pages));
    const proxy = await startConnectProxy(host => ports.get(host));
    return new EmbeddedWorld(proxy.port, applications, [pages, proxy]);
  }

  async close(): Promise<void> {
    for (const server of this.servers) server.close();
    for (const app of this.applications) await app.close();
  }
}

async function pageServer(): Promise<Server> {
  const server = createServer(certificate(), ({ url }, response) => {
    response.setHeader('Content-Type', 'text/html');
    if (url === '/isolated') response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.end('<!doctype html><title>page</title><link rel="icon" href="data:,">');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/**
 * A script that embeds each file of an application without CORS, and reports which of them the
 * browser loads.
 */
export function embedding(origin: string): string {
  return `
    const load = (element, url) => new Promise(resolve => {
      const node = document.createElement(element);
      node.addEventListener(['audio', 'video'].includes(element) ? 'loadedmetadata' : 'load', () => resolve(true));
      node.addEventListener('error', () => resolve(false));
      node.src = url;
      document.body.append(node);
    });
    const loaded = {};
    for (const policy of ${JSON.stringify(POLICIES)}) {
      for (const element of ${JSON.stringify(ELEMENTS)}) {
        const url = ${JSON.stringify(origin)} + '/' + policy + '/' + element + '?' + Math.random();
        if (await load(element, url)) (loaded[policy] ??= []).push(element);
      }
    }
    return loaded;
  `;
}
