import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { tenantOf } from './tenant-of.js';

/** The tenant of the request. */
export const Tenant = createParamDecorator((_: unknown, context: ExecutionContext) =>
  tenantOf(context.switchToHttp().getRequest<unknown>()),
);
