import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { CorsStateHolder } from '../exchange/index.js';
import { CorsConfigurationError } from '../policy/index.js';
import { CorsApplication } from '../startup/index.js';
import { credentialedOrigins } from './credentialed-origins.js';
import { originDrift } from './handed-over-origins.js';
import { trustsRequest } from './csrf-trust.js';

/**
 * What the module tells Nest's CSRF protection: a list of origins, or an answer for each request.
 */
@Injectable()
export class CsrfOrigins {
  private readonly logger = new Logger('CorsModule');
  private handedOver: readonly string[] | undefined;
  /** The routes that were named in a warning. There are at most as many as the application has. */
  private readonly unasked = new Set<string>();

  constructor(
    @Inject(CorsApplication) private readonly application: CorsApplication,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(HttpAdapterHost)
    private readonly host: { readonly httpAdapter?: AbstractHttpAdapter | null },
  ) {}

  /**
   * @throws {CorsConfigurationError} with every rule that a list of exact origins cannot express
   */
  handOver(): string[] {
    const { origins, problems } = this.current();
    if (problems.length > 0) throw new CorsConfigurationError(problems);
    this.handedOver = origins;
    return [...origins];
  }

  /** Warns if the list has changed. Nest has a copy of it, which a reload does not change. */
  afterReload(): void {
    if (this.handedOver === undefined) return;
    const { origins, problems } = this.current();
    const drift = originDrift(this.handedOver, origins);
    if (drift === undefined && problems.length === 0) return;
    const { added = [], removed = [] } = drift ?? {};
    const changes = [
      ...(added.length === 0 ? [] : [`Nest's protection refuses new origins: ${added.join(', ')}.`]),
      ...(removed.length === 0
        ? []
        : [`Nest's protection still trusts removed origins: ${removed.join(', ')}.`]),
      ...(problems.length === 0 ? [] : ["Nest's protection cannot apply rules that are not exact origins."]),
    ];
    this.logger.warn(
      `The origins with credentials have changed since enableCsrfProtection() got them from trustedOrigins(). ${changes.join(' ')} ` +
        'Write exclude: request => cors.trusts(request), which follows a reload.',
    );
  }

  trusts(request: unknown): boolean {
    const { current: state, servedByInterceptor } = this.holder;
    const { httpAdapter: adapter } = this.host;
    if (state === undefined || !adapter) return false;
    return trustsRequest(state, request, {
      adapter,
      enforcesEverywhere: !servedByInterceptor,
      onUnasked: route => {
        this.warnUnasked(route);
      },
    });
  }

  private current(): ReturnType<typeof credentialedOrigins> {
    const { routes, snapshot } = this.application.policies();
    return credentialedOrigins(routes, snapshot);
  }

  private warnUnasked(route: string): void {
    if (this.unasked.has(route)) return;
    this.unasked.add(route);
    this.logger.warn(
      `trusts() did not trust a request for ${route}, because a predicate or resolver class decides about its origin, and ` +
        'enableCsrfProtection() does not wait for it. Add enforce: true to the policy of the route: CorsModule then asks the predicate ' +
        "itself, and refuses origins that are not allowed. This has no effect with interceptor: 'always', because an interceptor runs " +
        'after middleware, and not for unknown paths.',
    );
  }
}
