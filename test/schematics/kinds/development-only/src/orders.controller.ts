import { Controller, Get, Put } from '@nestjs/common';

@Controller('orders')
export class OrdersController {
  @Get()
  list() {
    return ['tea', 'coffee'];
  }

  @Put()
  replace() {
    return { replaced: true };
  }
}
