import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

/** How an application is put together: the suites run over each of these. */
export interface Setting {
  readonly name: string;
  readonly platform: 'express' | 'fastify';
  readonly start: 'NestFactory.create' | 'Test.createTestingModule';
}

export const SETTINGS: readonly Setting[] = (['express', 'fastify'] as const).flatMap(platform =>
  (['NestFactory.create', 'Test.createTestingModule'] as const).map(start => ({
    name: `${platform}, ${start}`,
    platform,
    start,
  })),
);

/**
 * Each setting with the platform's own path, and with the portable path. Both must behave alike.
 */
export const SETTINGS_AND_PATHS: readonly (Setting & { readonly interceptor: 'auto' | 'always' })[] =
  SETTINGS.flatMap(setting =>
    (['auto', 'always'] as const).map(interceptor => ({
      ...setting,
      interceptor,
      name: `${setting.name}, interceptor: ${interceptor}`,
    })),
  );

export type RootModule = Type<unknown> | DynamicModule;

export interface StartOptions {
  readonly adapter?: AbstractHttpAdapter;
  /** Runs between creation and `init()`, like the rest of a `main.ts`. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
  readonly options?: { readonly cors?: boolean; readonly bodyParser?: boolean };
}

/** Creates an application without starting it. */
export async function create(
  setting: Setting,
  root: RootModule,
  start: StartOptions = {},
): Promise<INestApplication> {
  const adapter = start.adapter ?? newAdapter(setting.platform);
  const options = { logger: false as const, abortOnError: false, ...start.options };
  const app =
    setting.start === 'NestFactory.create'
      ? await NestFactory.create(root, adapter, options)
      : (await Test.createTestingModule({ imports: [root] }).compile()).createNestApplication(
          adapter,
          options,
        );
  await start.configure?.(app);
  return app;
}

/** Creates an application and has it listen on a free port. */
export async function listen(
  setting: Setting,
  root: RootModule,
  start: StartOptions = {},
): Promise<{ app: INestApplication; url: string }> {
  const app = await create(setting, root, start);
  await app.listen(0, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${portOf(app)}` };
}

export function portOf(app: INestApplication): number {
  const address: unknown = (app.getHttpServer() as { address(): unknown }).address();
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new TypeError('The application does not listen.');
}

export function isFastify(app: INestApplication): app is NestFastifyApplication {
  return app.getHttpAdapter().getType() === 'fastify';
}

function newAdapter(platform: Setting['platform']): AbstractHttpAdapter {
  return platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
}
