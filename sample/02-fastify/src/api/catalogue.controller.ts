import { Controller, Get, Param } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

/** Public: any website may read it, without credentials. */
@CorsPolicy({ origin: '*' })
@Controller({ path: 'catalogue', version: '1' })
export class CatalogueController {
  @Get()
  list() {
    return [{ id: 'assam' }, { id: 'sencha' }];
  }

  // Fastify chooses the most specific route, wherever it stands: `drafts` is not an id. Express would take the first that fits.
  @Get(':id')
  find(@Param('id') id: string) {
    return { id };
  }

  /** For the shop's own tools, which are no web pages. */
  @CorsPolicy(false)
  @Get('drafts')
  drafts() {
    return [{ id: 'rooibos' }];
  }
}
