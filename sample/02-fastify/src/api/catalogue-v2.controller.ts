import { Controller, Get, Header } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

const PRODUCTS = [{ id: 'assam' }, { id: 'sencha' }];

/**
 * This version also exposes a header. The version is in the URL, so each version has a policy of
 * its own, also for preflights.
 */
@CorsPolicy({ origin: '*', exposedHeaders: ['X-Total-Count'] })
@Controller({ path: 'catalogue', version: '2' })
export class CatalogueV2Controller {
  @Get()
  @Header('X-Total-Count', String(PRODUCTS.length))
  list() {
    return PRODUCTS;
  }
}
