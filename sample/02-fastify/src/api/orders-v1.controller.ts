import { Controller, Get, Param, Put } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

/** Retired for web pages: partners' servers still call it, which CORS has no say over. */
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
