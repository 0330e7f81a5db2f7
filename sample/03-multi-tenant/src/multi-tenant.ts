import type { Server } from 'node:http';
import type { INestApplication, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';

export interface MultiTenantOptions {
  platform?: 'express' | 'fastify';
  /** 0 selects any free port. */
  port?: number;
  /** The Redis that stores the origins. Default: they are in memory. */
  redisUrl?: string;
  adminToken: string;
  logger?: LoggerService | LogLevel[] | false;
}

/** A running instance of the sample. */
export interface MultiTenant {
  app: INestApplication<Server>;
  port: number;
  close(): Promise<void>;
}

export async function startMultiTenant(options: MultiTenantOptions): Promise<MultiTenant> {
  const { platform = 'express', port = 3300, redisUrl, adminToken, logger } = options;
  const app = await NestFactory.create<INestApplication<Server>>(
    AppModule.for({ adminToken, ...(redisUrl === undefined ? {} : { redisUrl }) }),
    platform === 'fastify' ? new FastifyAdapter({ forceCloseConnections: true }) : new ExpressAdapter(),
    { abortOnError: false, forceCloseConnections: true, ...(logger === undefined ? {} : { logger }) },
  );
  await app.listen(port, '127.0.0.1');
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port');
  return { app, port: address.port, close: () => app.close() };
}
