import { SetMetadata } from '@nestjs/common';
import type { CorsPolicyOptions } from '../policy/index.js';

/**
 * The metadata key of {@link CorsPolicy}: a registered symbol, since a process can hold the package in both module formats.
 */
export const CORS_POLICY_METADATA = Symbol.for('nestjs-cors-policy:policy');

/**
 * Sets the CORS policy of a controller or of one of its methods. Field by field, the nearest level that sets a field
 * wins: method, then controller, then the module's defaults. Nothing is unioned, so a method can widen, narrow or
 * switch off what its controller says.
 *
 * What is wrong with a policy is reported when the application starts, as a {@link CorsConfigurationError}.
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
export function CorsPolicy(policy: string, options?: CorsPolicyOptions): ClassDecorator & MethodDecorator;
export function CorsPolicy(...args: readonly unknown[]): ClassDecorator & MethodDecorator {
  return SetMetadata(CORS_POLICY_METADATA, args);
}
