// A process with a subscriber that throws. It prints the effects on a client and on the process.
import { subscribe } from 'node:diagnostics_channel';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CORS_DECISION_CHANNEL, CorsModule } from 'nestjs-cors-policy';
import { portOf } from '../../e2e/support/applications.js';
import { send } from '../../e2e/support/http.js';

const [, , platform] = process.argv;
const uncaught: string[] = [];
process.on('uncaughtException', ({ message }) => uncaught.push(message));

@Controller('cats')
class CatsController {
  @Get()
  list() {
    return 'cats';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [CatsController] })
class AppModule {}

const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(AppModule, adapter, { logger: false });
await app.listen(0, '127.0.0.1');
subscribe(CORS_DECISION_CHANNEL, () => {
  throw new Error('The subscriber fails.');
});
const { status, headers, body } = await send(`http://127.0.0.1:${portOf(app)}`, 'GET', '/cats', {
  Origin: 'https://app.example.com',
});
await app.close();
console.log(JSON.stringify({ status, allowOrigin: headers['access-control-allow-origin'], body, uncaught }));
