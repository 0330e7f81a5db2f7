import { Controller, Module, Post, type Type } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { describeReach } from './support/response-kinds.js';

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cats')
  @Post()
  create(): string {
    return 'created';
  }
}

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [CatsController],
  })
  class RootModule {}
  return RootModule;
}

const SECURITY_HEADERS = { 'x-content-type-options': 'nosniff' };

describeReach({
  title: 'Nest’s own security headers and CSRF protection',
  root: rootModule,
  start: () => ({
    configure: app => {
      app.useSecurityHeaders();
      app.enableCsrfProtection();
    },
  }),
  kinds: [
    {
      name: 'a request that is same-origin',
      method: 'POST',
      path: '/cats',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      status: 201,
      policy: 'X-Cats',
      others: SECURITY_HEADERS,
    },
    {
      name: 'the 403 for one that is not',
      method: 'POST',
      path: '/cats',
      headers: { 'Sec-Fetch-Site': 'cross-site' },
      status: 403,
      policy: 'X-Cats',
      others: SECURITY_HEADERS,
      portable: 'nothing',
    },
    {
      name: 'the 403 for an unknown path',
      method: 'POST',
      path: '/nowhere',
      headers: { 'Sec-Fetch-Site': 'cross-site' },
      status: 403,
      others: SECURITY_HEADERS,
      portable: 'nothing',
    },
  ],
});
