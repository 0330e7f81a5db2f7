import fastifyStatic from '@fastify/static';
import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express, { type Express } from 'express';
import { join } from 'node:path';
import serveStatic from 'serve-static';
import { OrderedAdapter } from '../../adapters/ordered-adapter.js';
import { SpecificAdapter } from '../../adapters/specific-adapter.js';
import { fastifyOf } from '../../surroundings/support/setting.js';

/** An application's platform, and how its files are served. */
export interface ReadingPlatform {
  readonly name: string;
  readonly platform: 'express' | 'fastify';
  readonly adapter: () => AbstractHttpAdapter;
  readonly serveFiles: (app: INestApplication, folder: string) => unknown;
  /** Whether the adapter can be asked for a target at all. */
  readonly accepts?: (target: string) => boolean;
}

const FOLDERS = ['open', 'closed', 'secret', 'own'];

function exactExpress(): Express {
  return express().enable('case sensitive routing').enable('strict routing');
}

/** All files at once. */
const atRoot: ReadingPlatform['serveFiles'] = (app, folder) => app.use(serveStatic(folder));

/** Each folder at its own path. */
const atPaths: ReadingPlatform['serveFiles'] = (app, folder) => {
  for (const below of FOLDERS) app.use(`/${below}`, serveStatic(join(folder, below)));
};

const byPlugin: ReadingPlatform['serveFiles'] = (app, folder) =>
  fastifyOf(app).register(fastifyStatic, { root: folder });

const byAdapter: ReadingPlatform['serveFiles'] = (app, folder) => {
  const adapter = app.getHttpAdapter() as { useStaticAssets?(folder: string): unknown };
  adapter.useStaticAssets?.(folder);
};

/** The adapters of the tests read each target as a URL. */
function accepts(target: string): boolean {
  return URL.canParse(target, 'http://host');
}

const FORGIVING = {
  caseSensitive: false,
  ignoreTrailingSlash: true,
  ignoreDuplicateSlashes: true,
  useSemicolonDelimiter: true,
};

export const PLATFORMS: readonly ReadingPlatform[] = [
  { name: 'Express', platform: 'express', adapter: () => new ExpressAdapter(), serveFiles: atRoot },
  {
    name: 'Express, exact, with files at paths',
    platform: 'express',
    adapter: () => new ExpressAdapter(exactExpress()),
    serveFiles: atPaths,
  },
  { name: 'Fastify', platform: 'fastify', adapter: () => new FastifyAdapter(), serveFiles: byPlugin },
  {
    name: 'Fastify, forgiving, with files at paths',
    platform: 'fastify',
    adapter: () => new FastifyAdapter({ routerOptions: FORGIVING }),
    serveFiles: atPaths,
  },
  {
    name: 'an adapter in registration order',
    platform: 'express',
    adapter: () => new OrderedAdapter(),
    serveFiles: byAdapter,
    accepts,
  },
  {
    name: 'an adapter by specificity',
    platform: 'express',
    adapter: () => new SpecificAdapter(),
    serveFiles: byAdapter,
    accepts,
  },
];
