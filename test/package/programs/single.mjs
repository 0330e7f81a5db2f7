// `node single.mjs express|fastify`: everything through `import`.
import 'reflect-metadata';
import * as common from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import * as cors from 'nestjs-cors-policy';
import 'nestjs-cors-policy/testing';
import * as explorer from 'nestjs-cors-policy/explorer';
import { answersOf, rootModuleOf } from './application.mjs';

const platform = process.argv[2];
const adapters = await import(`@nestjs/platform-${platform}`);
const adapter = platform === 'express' ? new adapters.ExpressAdapter() : new adapters.FastifyAdapter();
const root = rootModuleOf(common, { module: cors, decorators: cors, explorer });
const app = await NestFactory.create(root, adapter, { logger: false, abortOnError: false });
console.log(JSON.stringify(await answersOf(app)));
