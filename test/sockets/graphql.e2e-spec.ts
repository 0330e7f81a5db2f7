import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type ModuleMetadata } from '@nestjs/common';
import { GraphQLModule, Query, Resolver, Subscription } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { createClient } from 'graphql-ws';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { type ClientOptions, WebSocket } from 'ws';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL, ON_EXPRESS, ON_FASTIFY, PARTNER } from '../paths/support/behind-paths.js';

let subscribed = 0;

@Resolver()
class TicksResolver {
  @Query('ticks')
  ticks(): number {
    return 0;
  }

  @Subscription('tick', { resolve: (tick: number) => tick })
  tick(): AsyncGenerator<number> {
    subscribed += 1;
    return ticks();
  }
}

async function* ticks(): AsyncGenerator<number> {
  for (const tick of [1, 2, 3]) yield await Promise.resolve(tick);
}

const typeDefs = 'type Query { ticks: Int } type Subscription { tick: Int }';
const DRIVERS = [
  {
    name: 'Apollo',
    platforms: [...ON_EXPRESS, ...ON_FASTIFY],
    module: () =>
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        graphiql: false,
        typeDefs,
        subscriptions: { 'graphql-ws': true },
      }),
  },
  {
    name: 'Mercurius',
    platforms: ON_FASTIFY,
    module: () =>
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        graphiql: false,
        typeDefs,
        subscription: { fullWsTransport: true },
      }),
  },
];

function rootOf(options: CorsModuleOptions, module: NonNullable<ModuleMetadata['imports']>[number]) {
  @Module({ imports: [CorsModule.forRoot(options), module], providers: [TicksResolver] })
  class RootModule {}
  return RootModule;
}

/** Subscribes as a page of an origin does, with the client of graphql-ws. */
function ticksFor(url: string, origin: string | undefined): Promise<unknown> {
  class PagesWebSocket extends WebSocket {
    constructor(address: string, protocols: string) {
      const options: ClientOptions = origin === undefined ? {} : { origin };
      super(address, protocols, options);
      this.on('error', ({ message }) => {
        failures.push(message);
      });
    }
  }
  const failures: string[] = [];
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: PagesWebSocket,
    retryAttempts: 0,
  });
  const seen: unknown[] = [];
  return new Promise(resolve => {
    client.subscribe<{ tick: number }>(
      { query: 'subscription { tick }' },
      {
        next: ({ data, errors }) => {
          seen.push(data?.tick ?? errors);
        },
        error: () => {
          resolve(failures);
        },
        complete: () => {
          resolve(seen);
        },
      },
    );
  }).finally(() => client.dispose());
}

const TICKS = [1, 2, 3];
const REFUSED = ['Unexpected server response: 403'];

describe.each(DRIVERS)('subscriptions of GraphQL with $name', ({ platforms, module }) => {
  describe.each(platforms)('on $name', ({ setting, adapter }) => {
    describe.each<[string, CorsModuleOptions, readonly [origin: string, answer: unknown][]]>([
      [
        'the key of its path decides',
        { defaults: { origin: APP }, paths: { '/graphql': { origin: PARTNER } } },
        [
          [PARTNER, TICKS],
          [APP, REFUSED],
          [EVIL, REFUSED],
        ],
      ],
      [
        'without a key, the defaults do',
        { defaults: { origin: APP } },
        [
          [APP, TICKS],
          [PARTNER, REFUSED],
        ],
      ],
      ['without an origin from any level, nothing is refused', {}, [[EVIL, TICKS]]],
      [
        'handshakes: false leaves them alone',
        { defaults: { origin: APP }, paths: { '/graphql': { handshakes: false } } },
        [[EVIL, TICKS]],
      ],
      [
        'a path left to the application is left alone',
        { defaults: { origin: APP }, paths: { '/graphql': 'unmanaged' } },
        [[EVIL, TICKS]],
      ],
    ])('%s', (_title, options, answers) => {
      const served = serve(setting, () => rootOf(options, module()), {
        ...(adapter === undefined ? {} : { adapter: adapter() }),
      });

      test.each([...answers, [undefined, TICKS] as const])('%s', async (origin, answer) => {
        const before = subscribed;
        expect(await ticksFor(served().url, origin)).toEqual(answer);
        expect(subscribed - before).toBe(answer === TICKS ? 1 : 0);
      });
    });
  });
});
