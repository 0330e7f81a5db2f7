import type { AbstractHttpAdapter } from '@nestjs/core';
import { ADAPTERS } from '../../adapters/index.js';
import { SETTINGS, type Setting } from '../../e2e/support/applications.js';

/** A platform on which the library exists, with one way to start on it. */
export interface EveryPlatform {
  readonly name: string;
  readonly setting: Setting;
  readonly interceptor: 'auto' | 'always';
  readonly adapter?: () => AbstractHttpAdapter;
  readonly ignoresCase: boolean;
}

const express: Setting = { name: 'express', platform: 'express', start: 'NestFactory.create' };

/** Express and Fastify in both ways to start, other adapters, and the portable path. */
export const EVERY_PLATFORM: readonly EveryPlatform[] = [
  ...SETTINGS.map(setting => ({
    name: setting.name,
    setting,
    interceptor: 'auto' as const,
    ignoresCase: setting.platform === 'express',
  })),
  ...ADAPTERS.map(({ name, create }) => ({
    name: `an adapter ${name}`,
    setting: express,
    interceptor: 'auto' as const,
    adapter: create,
    ignoresCase: matchingOf(create()).caseSensitive === false,
  })),
  ...SETTINGS.filter(({ start }) => start === 'NestFactory.create').map(setting => ({
    name: `${setting.platform}, interceptor: always`,
    setting,
    interceptor: 'always' as const,
    ignoresCase: setting.platform === 'express',
  })),
];

/** As Nest 12 asks an adapter; earlier versions have no such question. */
function matchingOf(adapter: AbstractHttpAdapter): { readonly caseSensitive?: boolean } {
  const ask: unknown = Reflect.get(adapter, 'getRouteMatchingOptions');
  return typeof ask === 'function' ? (Reflect.apply(ask, adapter, []) as { caseSensitive: boolean }) : {};
}
