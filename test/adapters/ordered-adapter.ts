import type { RouteMatchingOptions } from '@nestjs/common/internal';
import { PlainAdapter } from './plain-adapter.js';

const MATCHING = { caseSensitive: false, ignoreTrailingSlash: true };

/**
 * Uses Node's own request and response. The first registered route that matches answers, as on
 * Express.
 */
export class OrderedAdapter extends PlainAdapter {
  constructor() {
    super(MATCHING);
  }

  isRouteOrderSensitive(): boolean {
    return true;
  }

  getRouteMatchingOptions(): RouteMatchingOptions {
    return MATCHING;
  }
}
