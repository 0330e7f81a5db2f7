import type { LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { setup } from './setup.js';

export interface FastifySampleOptions {
  /** 0 selects any free port. */
  port?: number;
  logger?: LoggerService | LogLevel[] | false;
}

export interface FastifySample {
  app: NestFastifyApplication;
  port: number;
  close(): Promise<void>;
}

export async function startFastifySample(options: FastifySampleOptions = {}): Promise<FastifySample> {
  const { port = 3200, logger } = options;
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule,
    new FastifyAdapter({ forceCloseConnections: true }),
    { abortOnError: false, ...(logger === undefined ? {} : { logger }) },
  );
  await setup(app);
  // For `localhost`, Fastify opens two servers, and the module handles malformed URLs only on the
  // first. An address has one server.
  await app.listen(port, '127.0.0.1');
  return { app, port: Number(new URL(await app.getUrl()).port), close: () => app.close() };
}
