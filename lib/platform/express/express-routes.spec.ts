import 'reflect-metadata';
import express, { type Express } from 'express';
import { discoveredRoute } from '../../../test/routing/support/routes.js';
import type { DiscoveredRoute } from '../../routing/index.js';
import { isExpressInstance } from './express-instance.js';
import { registeredRoutes } from './express-routes.js';

type Handler = (request: unknown, response: { end(): unknown }, next: () => unknown) => unknown;

/** As Nest registers it: with the metadata of the method that it calls. */
function ofNest(): Handler {
  const handler: Handler = (_request, response, next) => response.end() ?? next();
  Reflect.defineMetadata('path', '/', handler);
  return handler;
}

const answering = (_request: unknown, response: { end(): unknown }): void => void response.end();
const passing: Handler = (_request, _response, next) => next();

function told(prepare: (instance: Express) => void, discovered: readonly DiscoveredRoute[] = []): string[] {
  const instance: unknown = express();
  prepare(instance as Express);
  if (!isExpressInstance(instance)) throw new TypeError('That is no Express application.');
  return registeredRoutes(instance, discovered).map(
    ({ method, path, discovered: route }) => `${method} ${path} ${route?.methodName ?? '-'}`,
  );
}

function withPath(method: string, path: string, methodName: string): DiscoveredRoute {
  const route = discoveredRoute(method, path, { methodName });
  Reflect.defineMetadata('path', path, route.callback);
  return route;
}

test('routes of Nest are paired in the order in which Express serves them, and the first of two alike is the first', () => {
  const discovered = [
    withPath('GET', '/cats', 'first'),
    withPath('GET', '/cats', 'second'),
    withPath('ALL', '/cats', 'all'),
    withPath('GET', '/files/*', 'files'),
  ];

  expect(
    told(instance => {
      instance.all('/cats', ofNest());
      instance.get('/cats', ofNest());
      instance.use(passing);
      instance.get('/cats', ofNest());
      instance.get('/files/{*path}', ofNest());
    }, discovered),
  ).toEqual(['ALL /cats all', 'GET /cats first', 'GET /cats second', 'GET /files/{*path} files']);
});

test("a route of the application's own at the path of one of Nest is not taken for it", () => {
  expect(
    told(
      instance => {
        instance.get('/cats', answering);
        instance.get('/cats', ofNest());
      },
      [withPath('GET', '/cats', 'cats')],
    ),
  ).toEqual(['GET /cats -', 'GET /cats cats']);
});

test('a method that a constructor binds has lost its metadata, and is paired by method and path', () => {
  expect(
    told(
      instance => instance.get('/cats', passing),
      [discoveredRoute('GET', '/cats', { methodName: 'bound' })],
    ),
  ).toEqual(['GET /cats bound']);
});

test("of the application's own routes, those are told that let no request pass", () => {
  expect(
    told(instance => {
      instance.get('/answering', answering);
      instance.get('/passing', passing);
      instance.get('/both', passing, answering);
      instance.get('/neither', answering, passing);
      instance.get(['/one', '/two'], answering);
      instance.get(/expression/, answering);
      instance.all('/all', answering);
      instance.route('/every').all(answering);
      instance.route('/some').get(answering).post(passing).put(answering);
      instance.route('/empty');
    }),
  ).toEqual([
    'GET /answering -',
    'GET /both -',
    'GET /one -',
    'GET /two -',
    'ALL /all -',
    'ALL /every -',
    'GET /some -',
    'PUT /some -',
  ]);
});
