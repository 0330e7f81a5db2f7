import { SetMetadata, UseFilters } from '@nestjs/common';
import type { CorsPolicyName, CorsPolicyOptions } from '../policy/index.js';
import { CORS_POLICY_METADATA } from './cors-policy.constants.js';
import { CorsModuleReminder } from './module-reminder.filter.js';

// What `@UseFilters()` writes: the constant is not part of Nest's public interface.
const FILTERS_METADATA = '__exceptionFilters__';

/**
 * Sets the CORS policy of a controller or of one of its methods. Field by field, the nearest level that sets a field
 * wins: method, then controller, then the module's defaults. Nothing is unioned, so a method can widen, narrow or
 * switch off what its controller says.
 *
 * What is wrong with a policy is reported when the application starts, as a {@link CorsConfigurationError}. A decorator that has no effect, such as
 * one on a provider, is named in a warning then.
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
 *   @CorsPolicy('partners', { maxAge: 600 }) // a named policy, and one field of it replaced
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

/** Has the application warn at start-up if it does not import `CorsModule`. */
function remind(type: Parameters<ClassDecorator>[0]): void {
  const filters: unknown = Reflect.getMetadata(FILTERS_METADATA, type);
  if (Array.isArray(filters) && filters.includes(CorsModuleReminder)) return;
  UseFilters(CorsModuleReminder)(type);
}
