import { Controller, Get, Param } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

/** Public. Pages of every origin can read it, without credentials. */
@CorsPolicy({ origin: '*' })
@Controller({ path: 'catalogue', version: '1' })
export class CatalogueController {
  @Get()
  list() {
    return [{ id: 'assam' }, { id: 'sencha' }];
  }

  // Fastify selects the most specific route, so `drafts` is not an id. Express selects the first
  // route that matches.
  @Get(':id')
  find(@Param('id') id: string) {
    return { id };
  }

  /** For the shop's own tools, which are non-browser clients. */
  @CorsPolicy(false)
  @Get('drafts')
  drafts() {
    return [{ id: 'rooibos' }];
  }
}
