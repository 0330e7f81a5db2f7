import type { Server } from 'node:http';
import type { INestApplication, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsService } from 'nestjs-cors-policy';
import { AppModule } from './app.module.js';
import { FlowRecorder } from './flow/flow-recorder.js';
import type { PageOrigins } from './origins.js';
import { LOOPBACK, originOf } from './site/listen.js';
import { PageServer } from './site/page-server.js';

export type Platform = 'express' | 'fastify';

export interface QuickstartOptions {
  platform?: Platform;
  /** 0 selects any free port. This is true for all three ports. */
  apiPort?: number;
  trustedPort?: number;
  untrustedPort?: number;
  /** Whether the API has the CORS explorer. Default: `false`. */
  explorer?: boolean;
  logger?: LoggerService | LogLevel[] | false;
}

export interface Quickstart extends PageOrigins {
  api: string;
  platform: Platform;
  app: INestApplication<Server>;
  close(): Promise<void>;
}

/**
 * Starts the page on two origins, and then the API. The ports of the page must be known first,
 * because the API's policies contain its origins.
 */
export async function startQuickstart(options: QuickstartOptions = {}): Promise<Quickstart> {
  const { platform = 'express', apiPort = 3000, trustedPort = 4001, untrustedPort = 4002 } = options;
  const recorder = new FlowRecorder();
  const trustedPage = new PageServer(recorder);
  const untrustedPage = new PageServer(recorder);
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(running.splice(0).map(server => server.close()));
  };

  try {
    const trusted = await trustedPage.listen(trustedPort);
    running.push(trustedPage);
    const untrusted = await untrustedPage.listen(untrustedPort);
    running.push(untrustedPage);

    const app = await NestFactory.create<INestApplication<Server>>(
      AppModule.for({ trusted, untrusted }, recorder, options.explorer === true),
      adapterFor(platform),
      {
        abortOnError: false,
        forceCloseConnections: true,
        ...(options.logger === undefined ? {} : { logger: options.logger }),
      },
    );
    running.push(app);
    recorder.watch(app.getHttpServer());
    await app.listen(apiPort, LOOPBACK);

    const api = originOf(app.getHttpServer());
    const setup = { api, trusted, untrusted, platform, routes: app.get(CorsService).routes() };
    trustedPage.open(setup);
    untrustedPage.open(setup);
    return { api, trusted, untrusted, platform, app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function adapterFor(platform: Platform): ExpressAdapter | FastifyAdapter {
  return platform === 'fastify' ? new FastifyAdapter({ forceCloseConnections: true }) : new ExpressAdapter();
}
