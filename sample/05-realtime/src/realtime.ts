import type { Server } from 'node:http';
import type { DynamicModule, INestApplication, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { AppModule } from './app.module.js';
import type { PageOrigins } from './origins.js';
import { PageModule } from './page/page.module.js';

export type Platform = 'express' | 'fastify';

export interface RealtimeOptions {
  platform?: Platform;
  /** 0 selects any free port. */
  chatPort?: number;
  frontEndPort?: number;
  strangerPort?: number;
  logger?: LoggerService | LogLevel[] | false;
}

export interface Realtime extends PageOrigins {
  platform: Platform;
  app: INestApplication<Server>;
  close(): Promise<void>;
}

/** Starts the page on two origins, and then the chat. The chat's policy allows one of them. */
export async function startRealtime(options: RealtimeOptions = {}): Promise<Realtime> {
  const { platform = 'express', chatPort = 3000, frontEndPort = 4001, strangerPort = 4002, logger } = options;
  const origins: PageOrigins = { chat: '', frontEnd: '', stranger: '' };
  const running: INestApplication<Server>[] = [];
  const close = async () => {
    await Promise.all(running.splice(0).map(app => app.close()));
  };
  const start = async (module: DynamicModule, port: number): Promise<INestApplication<Server>> => {
    const app = await NestFactory.create<INestApplication<Server>>(module, adapterFor(platform), {
      abortOnError: false,
      forceCloseConnections: true,
      ...(logger === undefined ? {} : { logger }),
    });
    running.push(app);
    app.useWebSocketAdapter(new IoAdapter(app));
    await app.listen(port, '127.0.0.1');
    return app;
  };

  try {
    origins.frontEnd = originOf(await start(PageModule.for(origins), frontEndPort));
    origins.stranger = originOf(await start(PageModule.for(origins), strangerPort));
    const app = await start(AppModule.for(origins), chatPort);
    origins.chat = originOf(app);
    return { ...origins, platform, app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Browsers trust `localhost`. A site does not depend on the port, so the origins are same-site. */
function originOf(app: INestApplication<Server>): string {
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return `http://localhost:${address.port}`;
}

function adapterFor(platform: Platform): ExpressAdapter | FastifyAdapter {
  return platform === 'fastify' ? new FastifyAdapter({ forceCloseConnections: true }) : new ExpressAdapter();
}
