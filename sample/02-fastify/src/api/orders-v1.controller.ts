import { Controller, Get, Param, Put } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

/** No longer for web pages. Partners' servers still call it, and CORS does not affect them. */
@CorsPolicy(false)
@Controller({ path: 'orders', version: '1' })
export class OrdersV1Controller {
  @Get()
  list() {
    return [];
  }

  @Put(':id')
  replace(@Param('id') id: string) {
    return { id };
  }
}
