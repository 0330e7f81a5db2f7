import type { Server } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import request from 'supertest';

@CorsPolicy({ origin: 'https://app.example.com' })
@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'cats';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: {} })], controllers: [CatsController] })
class AppModule {}

const POLLUTION = {
  origin: '*',
  credentials: true,
  methods: ['DELETE'],
  allowedHeaders: '*',
  exposedHeaders: '*',
  maxAge: 86_400,
  enforce: true,
  debug: true,
  dangerously: { allowNullOrigin: true },
  allowNullOrigin: true,
  allowFileOrigin: true,
};

describe('a polluted Object.prototype', () => {
  beforeAll(() => {
    Object.assign(Object.prototype, POLLUTION);
  });

  afterAll(() => {
    for (const name of Object.keys(POLLUTION)) Reflect.deleteProperty(Object.prototype, name);
  });

  it('changes no option', async () => {
    const app = await NestFactory.create(AppModule, { logger: false });
    await app.init();
    const server = app.getHttpServer() as Server;
    try {
      const [route] = app.get(CorsService).routes();
      expect(Object.keys(route?.policy ?? {})).toEqual([
        'origin',
        'allowedHeaders',
        'credentials',
        'optionsSuccessStatus',
        'enforce',
      ]);
      const { headers } = await request(server).get('/cats').set('Origin', 'https://app.example.com');
      expect(headers['access-control-allow-origin']).toBe('https://app.example.com');
      expect(Object.hasOwn(headers, 'access-control-allow-credentials')).toBe(false);
      expect(Object.hasOwn(headers, 'access-control-expose-headers')).toBe(false);
      const preflight = await request(server)
        .options('/cats')
        .set('Origin', 'https://app.example.com')
        .set('Access-Control-Request-Method', 'GET');
      expect(preflight.headers['access-control-allow-methods']).toBe('GET,HEAD');
      expect(Object.hasOwn(preflight.headers, 'access-control-max-age')).toBe(false);
      const refused = await request(server).get('/cats').set('Origin', 'null');
      expect(refused.status).toBe(200);
      expect(Object.hasOwn(refused.headers, 'access-control-allow-origin')).toBe(false);
    } finally {
      await app.close();
    }
  });
});
