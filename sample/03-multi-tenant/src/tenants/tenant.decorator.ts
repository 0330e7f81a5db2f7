import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { tenantOf } from './tenant-of.js';

/** The tenant that the request is for. */
export const Tenant = createParamDecorator((_: unknown, context: ExecutionContext) =>
  tenantOf(context.switchToHttp().getRequest<unknown>()),
);
