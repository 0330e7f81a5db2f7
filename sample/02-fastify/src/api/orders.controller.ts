import { Readable } from 'node:stream';
import { Body, Controller, Get, type MessageEvent, Param, Put, Sse, StreamableFile } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { type Observable, map, timer } from 'rxjs';

const STATES = ['received', 'packed', 'sent'];
const EVERY_SECOND = 1_000;

/** For partners' pages, on all their subdomains. */
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

  /** The CORS headers of a streamed response are sent before its first byte. */
  @Get('export')
  export(): StreamableFile {
    return new StreamableFile(Readable.from(['id,state\n', '42,packed\n']), { type: 'text/csv' });
  }

  /** Server-Sent Events have CORS headers, so a partner's page can use `new EventSource(url)`. */
  @Sse('events')
  events(): Observable<MessageEvent> {
    return timer(0, EVERY_SECOND).pipe(map(tick => ({ data: { id: '42', state: STATES[tick % 3] } })));
  }
}
