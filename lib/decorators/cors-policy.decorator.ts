import { SetMetadata, UseFilters } from '@nestjs/common';
import type { CorsPolicyName, CorsPolicyOptions } from '../policy/index.js';
import { CORS_POLICY_METADATA } from './cors-policy.constants.js';
import { CorsModuleReminder } from './module-reminder.filter.js';

// The metadata key of `@UseFilters()`. The constant is not part of Nest's public interface.
const FILTERS_METADATA = '__exceptionFilters__';

/**
 * Sets the CORS policy of a controller, of one of its methods, or of a WebSocket gateway.
 *
 * For each field, the nearest level that sets it wins: method, controller, path, then the module's
 * defaults. Lists are never merged. A method can therefore widen, narrow or remove the access that
 * its controller gives.
 *
 * The policy is checked at start-up, which rejects with a {@link CorsConfigurationError}. A warning
 * at start-up names decorators without effect, for example on a provider.
 *
 * @example
 * ```ts
 * @CorsPolicy({ origin: 'https://app.example.com', credentials: true })
 * @Controller('dashboard')
 * export class DashboardController {
 *   @CorsPolicy(false) // no cross-origin access
 *   @Delete('account')
 *   close() {}
 *
 *   @CorsPolicy('partners', { maxAge: 600 }) // a named policy with another maxAge
 *   @Get('report')
 *   report() {}
 * }
 * ```
 * @publicApi
 */
export function CorsPolicy(policy: false | CorsPolicyOptions): ClassDecorator & MethodDecorator;
export function CorsPolicy(
  policy: CorsPolicyName,
  options?: CorsPolicyOptions,
): ClassDecorator & MethodDecorator;
export function CorsPolicy(...args: readonly unknown[]): ClassDecorator & MethodDecorator {
  const setPolicy = SetMetadata(CORS_POLICY_METADATA, args);
  return (
    target: object | Parameters<ClassDecorator>[0],
    key?: string | symbol,
    descriptor?: PropertyDescriptor,
  ): void => {
    const type = typeof target === 'function' ? target : target.constructor;
    if (key === undefined || descriptor === undefined) setPolicy(type);
    else setPolicy(target, key, descriptor);
    remind(type);
  };
}

/** Adds the warning at start-up for applications that do not import `CorsModule`. */
function remind(type: Parameters<ClassDecorator>[0]): void {
  const filters: unknown = Reflect.getMetadata(FILTERS_METADATA, type);
  if (Array.isArray(filters) && filters.includes(CorsModuleReminder)) return;
  UseFilters(CorsModuleReminder)(type);
}
