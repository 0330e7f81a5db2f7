import { Readable } from 'node:stream';
import { Body, Controller, Get, type MessageEvent, Param, Put, Sse, StreamableFile } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { type Observable, map, timer } from 'rxjs';

const STATES = ['received', 'packed', 'sent'];
const EVERY_SECOND = 1_000;

/** For partners' pages, on whichever subdomain. */
@CorsPolicy('partners')
@Controller({ path: 'orders', version: '2' })
export class OrdersController {
  @Get()
  list() {
    return [{ id: '42', state: 'packed' }];
  }

  @Put(':id')
  replace(@Param('id') id: string, @Body() order: Record<string, unknown>) {
    return { ...order, id };
  }

  /** A stream has its headers before its first byte. */
  @Get('export')
  export(): StreamableFile {
    return new StreamableFile(Readable.from(['id,state\n', '42,packed\n']), { type: 'text/csv' });
  }

  /** And so have Server-Sent Events: `new EventSource(url)` of a partner's page gets them. */
  @Sse('events')
  events(): Observable<MessageEvent> {
    return timer(0, EVERY_SECOND).pipe(map(tick => ({ data: { id: '42', state: STATES[tick % 3] } })));
  }
}
