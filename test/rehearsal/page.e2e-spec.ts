import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CorsModule, CorsService } from 'nestjs-cors-policy';
import { send } from '../e2e/support/http.js';
import { LogRecorder } from '../support/log-recorder.js';

const SHOP = 'https://shop.example';

@Controller('orders')
class OrdersController {
  @Get()
  list(): string {
    return 'orders';
  }
}

@Module({
  imports: [CorsModule.forRoot({ defaults: { origin: ['https://app.example.com', SHOP] } })],
  controllers: [OrdersController],
})
class AppModule {}

test('the rehearsal of docs/observability.md', async () => {
  const logger = new LogRecorder();
  const app = await NestFactory.create(AppModule, { logger });
  await app.listen(0);
  const url = await app.getUrl();
  const lines = (): string[] =>
    logger.entries.filter(({ context }) => context === 'CorsRehearsal').map(({ text }) => text);

  const stricter = { defaults: { origin: 'https://app.example.com', credentials: true } };
  await app.get(CorsService).rehearse(stricter);

  await send(url, 'GET', '/orders', { Origin: SHOP });
  expect(lines()).toEqual([
    "The rehearsed policies would refuse 'GET' '/orders' from 'https://shop.example', which is allowed now: no Access-Control-Allow-Origin, since " +
      "origin of defaults in CorsModule.forRoot() does not have 'https://shop.example'. If it should have access, add it there. Further ones are counted.",
  ]);

  await app.get(CorsService).rehearse(undefined);

  await send(url, 'GET', '/orders', { Origin: 'https://shop.example' });
  expect(lines()).toHaveLength(1);
  await app.close();
});
