import { type Setting, SETTINGS } from '../../e2e/support/applications.js';

export const EXPRESS = SETTINGS.filter(({ platform }) => platform === 'express');
export const FASTIFY = SETTINGS.filter(({ platform }) => platform === 'fastify');

/** One for each platform, for what does not depend on how the application was put together. */
export const PLATFORMS = SETTINGS.filter(({ start }) => start === 'NestFactory.create');

function only(settings: readonly Setting[]): Setting {
  const [setting] = settings;
  if (setting === undefined) throw new TypeError('There is no such setting.');
  return setting;
}

export const ON_EXPRESS = only(EXPRESS);
export const ON_FASTIFY = only(FASTIFY);
