import type { Server } from 'node:http';
import type { INestApplication, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { BankModule } from './bank/bank.module.js';
import { protect } from './bank/protect.js';
import { Sessions } from './bank/sessions.js';
import { type Defence, DEFENCES, isProtected } from './defence.js';
import { Ledger } from './ledger.js';
import type { PageOrigins } from './origins.js';
import { LOOPBACK, portOf } from './site/listen.js';
import { PageServer } from './site/page-server.js';

export type Platform = 'express' | 'fastify';

export interface CsrfSampleOptions {
  platform?: Platform;
  /** The first of four ports for the banks. 0 selects any free ports. */
  bankPort?: number;
  /** The first of three ports for the pages. 0 selects any free ports. */
  pagePort?: number;
  logger?: LoggerService | LogLevel[] | false;
}

export interface CsrfSample extends PageOrigins {
  platform: Platform;
  banks: Record<Defence, string>;
  close(): Promise<void>;
}

/** Starts the page on three origins, and then a bank for each defence. */
export async function startCsrfSample(options: CsrfSampleOptions = {}): Promise<CsrfSample> {
  const { platform = 'express', bankPort = 3000, pagePort = 4001, logger } = options;
  const ledger = new Ledger();
  const sessions = new Sessions();
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(running.splice(0).map(server => server.close()));
  };

  const startPage = async (host: string, port: number): Promise<[PageServer, string]> => {
    const server = new PageServer(host, ledger);
    const origin = await server.listen(port);
    running.push(server);
    return [server, origin];
  };

  const startBank = async (defence: Defence, pages: PageOrigins, port: number): Promise<string> => {
    const app = await NestFactory.create<INestApplication<Server>>(
      BankModule.for(defence, pages, ledger, sessions),
      adapterFor(platform),
      { abortOnError: false, forceCloseConnections: true, ...(logger === undefined ? {} : { logger }) },
    );
    running.push(app);
    if (isProtected(defence)) protect(app);
    ledger.watch(app.getHttpServer());
    await app.listen(port, LOOPBACK);
    return `http://localhost:${portOf(app.getHttpServer())}`;
  };

  try {
    const [frontEndPage, frontEnd] = await startPage('localhost', pagePort);
    const [neighbourPage, neighbour] = await startPage('localhost', following(pagePort, 1));
    const [strangerPage, stranger] = await startPage(LOOPBACK, following(pagePort, 2));
    const pages = { frontEnd, neighbour, stranger };

    const banks = { cors: '', enforce: '', csrf: '', both: '' };
    for (const [index, defence] of DEFENCES.entries()) {
      banks[defence] = await startBank(defence, pages, following(bankPort, index));
    }
    for (const page of [frontEndPage, neighbourPage, strangerPage]) page.open({ ...pages, banks });
    return { ...pages, platform, banks, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function following(port: number, by: number): number {
  return port === 0 ? 0 : port + by;
}

function adapterFor(platform: Platform): ExpressAdapter | FastifyAdapter {
  return platform === 'fastify' ? new FastifyAdapter({ forceCloseConnections: true }) : new ExpressAdapter();
}
