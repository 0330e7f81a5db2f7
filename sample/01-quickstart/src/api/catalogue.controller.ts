import { Controller, Get, Header } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';

const PRODUCTS = [{ name: 'Assam' }, { name: 'Sencha' }, { name: 'Rooibos' }];

/** Public. Pages of every origin can read it. */
@Controller('catalogue')
@CorsPolicy({ origin: '*', exposedHeaders: ['X-Total-Count'] })
export class CatalogueController {
  @Get()
  @Header('X-Total-Count', String(PRODUCTS.length))
  list(): typeof PRODUCTS {
    return PRODUCTS;
  }
}
