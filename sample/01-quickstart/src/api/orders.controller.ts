import { Body, Controller, Delete, Get, Headers, Param, Put, Res } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import type { Reply } from './reply.js';

/** For partners. The named policy has their origin, and the methods and headers that they need. */
@Controller('orders')
@CorsPolicy('partners')
export class OrdersController {
  @Get()
  list(@Headers('x-request-id') requestId: string | undefined, @Res({ passthrough: true }) reply: Reply) {
    echoRequestId(reply, requestId);
    return [{ id: '42', state: 'packed' }];
  }

  @Put(':id')
  replace(
    @Param('id') id: string,
    @Body() order: Record<string, unknown>,
    @Headers('x-request-id') requestId: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    echoRequestId(reply, requestId);
    return { ...order, id };
  }

  /** For the shop's own tools. The policy does not allow DELETE, so no page can call it. */
  @Delete(':id')
  cancel(@Param('id') id: string) {
    return { id, state: 'cancelled' };
  }
}

function echoRequestId(reply: Reply, requestId: string | undefined): void {
  if (requestId !== undefined) {
    reply.header('X-Request-Id', requestId);
  }
}
