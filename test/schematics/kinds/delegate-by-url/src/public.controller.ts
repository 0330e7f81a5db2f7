import { Controller, Get } from '@nestjs/common';

@Controller('public')
export class PublicController {
  @Get('news')
  news() {
    return ['open'];
  }
}
