import { Injectable } from '@nestjs/common';
import {
  AbstractGraphQLDriver,
  type GqlModuleOptions,
  GqlSubscriptionService,
  type SubscriptionConfig,
} from '@nestjs/graphql';

export interface SubscriptionsOptions extends GqlModuleOptions {
  readonly subscriptions: SubscriptionConfig;
}

/** Subscriptions alone, on any HTTP adapter: Apollo's driver knows only Express and Fastify. */
@Injectable()
export class SubscriptionsDriver extends AbstractGraphQLDriver<SubscriptionsOptions> {
  private service: GqlSubscriptionService | undefined;

  start({ schema, path = '/graphql', subscriptions }: SubscriptionsOptions): Promise<void> {
    if (schema === undefined) throw new TypeError('There is no schema.');
    const server: unknown = this.httpAdapterHost.httpAdapter.getHttpServer();
    const context = (connection: unknown) => connection;
    this.service = new GqlSubscriptionService({ schema, path, context, ...subscriptions }, server);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.service?.stop();
  }
}
