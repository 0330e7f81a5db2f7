import { Body, Controller, Module, Post, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

const LIMIT = 1024;

@Controller('bodies')
class BodiesController {
  @OwnPolicy('X-Body')
  @Post()
  create(@Body() body: object): object {
    return body;
  }
}

const JSON_BODY = { 'Content-Type': 'application/json' };

const KINDS: readonly ResponseKind[] = [
  {
    name: 'a body that is parsed',
    method: 'POST',
    path: '/bodies',
    headers: JSON_BODY,
    body: '{"a":1}',
    status: 201,
    policy: 'X-Body',
  },
  {
    name: '400 for bad JSON',
    method: 'POST',
    path: '/bodies',
    headers: JSON_BODY,
    body: '{"a":',
    status: 400,
    policy: 'X-Body',
    portable: 'nothing',
  },
  {
    name: '400 for bad JSON to an unknown path',
    method: 'POST',
    path: '/nowhere',
    headers: JSON_BODY,
    body: '{"a":',
    status: 400,
    portable: 'nothing',
  },
  {
    name: '413 for a body that is too large',
    method: 'POST',
    path: '/bodies',
    headers: JSON_BODY,
    body: JSON.stringify('a'.repeat(LIMIT)),
    status: 413,
    policy: 'X-Body',
    portable: 'nothing',
  },
  {
    name: '415 for a media type without a parser',
    method: 'POST',
    path: '/bodies',
    headers: { 'Content-Type': 'text/xml' },
    body: '<a/>',
    status: 415,
    policy: 'X-Body',
    portable: 'nothing',
    only: 'fastify',
  },
  {
    name: '415 for an unknown content coding',
    method: 'POST',
    path: '/bodies',
    headers: { ...JSON_BODY, 'Content-Encoding': 'rot13' },
    body: '{}',
    status: 415,
    policy: 'X-Body',
    portable: 'nothing',
    only: 'express',
  },
];

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [BodiesController],
  })
  class RootModule {}
  return RootModule;
}

describeReach({
  title: 'request bodies',
  root: rootModule,
  start: ({ platform }) =>
    platform === 'fastify'
      ? { adapter: new FastifyAdapter({ bodyLimit: LIMIT }) }
      : {
          configure: app => {
            (app as NestExpressApplication).useBodyParser('json', { limit: LIMIT });
          },
        },
  kinds: KINDS,
});
