import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PlatformName } from './named-application.js';
import { UsageError } from './usage-error.js';

/** The part of `NestFactory` that is used. */
export interface Factory {
  create(module: unknown, adapter: AbstractHttpAdapter, options: object): Promise<INestApplication>;
}

const ADAPTERS = [
  ['express', '@nestjs/platform-express', 'ExpressAdapter'],
  ['fastify', '@nestjs/platform-fastify', 'FastifyAdapter'],
] as const;

/** The packages of Nest that the imports of a file resolve to, so that each is loaded once. */
export class ProjectPackages {
  private readonly require: NodeJS.Require;

  constructor(file: string) {
    this.require = createRequire(pathToFileURL(resolve(file)));
  }

  async factory(): Promise<Factory> {
    const factory = await this.find('@nestjs/core', 'NestFactory');
    if (isFactory(factory)) return factory;
    throw new UsageError('The project of the module file has no @nestjs/core.');
  }

  /** @throws {UsageError} if the platform is not installed */
  async adapter(platform: PlatformName | undefined): Promise<AbstractHttpAdapter> {
    for (const [name, packageName, className] of ADAPTERS) {
      if (platform !== undefined && platform !== name) continue;
      const adapter = await this.find(packageName, className);
      if (isAdapterType(adapter)) return new adapter();
    }
    const wanted = ADAPTERS.filter(([name]) => platform === undefined || platform === name);
    throw new UsageError(
      `The project of the module file has no ${wanted.map(([, packageName]) => packageName).join(' and no ')}.`,
    );
  }

  private async find(packageName: string, name: string): Promise<unknown> {
    let path: string;
    try {
      path = this.require.resolve(packageName);
    } catch {
      return undefined;
    }
    const exported = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    const { default: byDefault } = exported;
    return exported[name] ?? (isObject(byDefault) ? Reflect.get(byDefault, name) : undefined);
  }
}

function isFactory(value: unknown): value is Factory {
  return isObject(value) && 'create' in value && typeof value.create === 'function';
}

function isAdapterType(value: unknown): value is new () => AbstractHttpAdapter {
  return typeof value === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
