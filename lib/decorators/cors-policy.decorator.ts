import { SetMetadata, UseFilters } from '@nestjs/common';
import type { CorsPolicyName, CorsPolicyOptions } from '../policy/index.js';
import { CORS_DECORATED_METADATA, CORS_POLICY_METADATA } from './cors-policy.constants.js';
import { CorsModuleReminder } from './module-reminder.filter.js';

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
    Reflect.defineMetadata(CORS_DECORATED_METADATA, true, type);
    if (key === undefined || descriptor === undefined) {
      setPolicy(type);
      REMIND(type);
    } else {
      setPolicy(target, key, descriptor);
      // Nest creates the filters of a class for each route, and ignores those of static methods.
      if (type === target) REMIND(type);
      else REMIND(target, key, descriptor);
    }
  };
}

/** Adds the warning at start-up for applications that do not import `CorsModule`. */
const REMIND = UseFilters(CorsModuleReminder);
