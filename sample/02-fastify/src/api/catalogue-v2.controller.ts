import { Controller, Get, Header } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

const PRODUCTS = [{ id: 'assam' }, { id: 'sencha' }];

/** The next version lets pages read a header too. The URL tells the version, so each has a policy of its own, preflights included. */
@CorsPolicy({ origin: '*', exposedHeaders: ['X-Total-Count'] })
@Controller({ path: 'catalogue', version: '2' })
export class CatalogueV2Controller {
  @Get()
  @Header('X-Total-Count', String(PRODUCTS.length))
  list() {
    return PRODUCTS;
  }
}
