import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { ModuleMetadata } from '@nestjs/common';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import {
  type Mounted,
  ON_EXPRESS,
  ON_FASTIFY,
  PARTNER,
  behindPaths,
  expectOthersClosed,
  readersOf,
} from './support/behind-paths.js';

@Resolver()
class CatsResolver {
  @Query('cats')
  cats(): string[] {
    return ['Tom'];
  }
}

const typeDefs = 'type Query { cats: [String] }';
const DRIVERS = [
  {
    name: 'Apollo',
    platforms: [...ON_EXPRESS, ...ON_FASTIFY],
    module: () =>
      GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, graphiql: false, typeDefs }),
  },
  {
    name: 'Mercurius',
    platforms: ON_FASTIFY,
    module: () =>
      GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, graphiql: false, typeDefs }),
  },
];

const POLICY = { origin: PARTNER, credentials: true, methods: ['GET', 'POST'], maxAge: 60 };

function mounted(module: () => NonNullable<ModuleMetadata['imports']>[number]): Mounted {
  return {
    // On Express, Apollo answers below its path as well.
    paths: { '/graphql': POLICY, '/graphql/*': POLICY },
    imports: () => [module()],
    providers: [CatsResolver],
  };
}

const JSON_BODY = { headers: { 'Content-Type': 'application/json' } };

describe.each(DRIVERS)('GraphQL with $name', ({ name, platforms, module }) => {
  describe.each(platforms)('on $name', platform => {
    const served = behindPaths(platform, mounted(module));

    test('the endpoint answers, and its key decides', async () => {
      const query = { ...JSON_BODY, method: 'POST', body: JSON.stringify({ query: '{ cats }' }) };
      const answer = await served().send('POST', '/graphql', query.headers, query.body);
      expect(JSON.parse(answer.body)).toEqual({ data: { cats: ['Tom'] } });
      expect(await readersOf(served(), '/graphql', query)).toEqual([PARTNER]);
      expect(await readersOf(served(), '/graphql?query=%7Bcats%7D', JSON_BODY)).toEqual([PARTNER]);
    });

    test('so it does where the query is refused', async () => {
      const wrong = { ...JSON_BODY, method: 'POST', body: '{"query":"{ dogs }"}', status: 400 };
      expect(await readersOf(served(), '/graphql', wrong)).toEqual([PARTNER]);
    });

    test('its preflight has the policy of the key', async () => {
      const { headers } = await served().preflight('/graphql', {
        origin: PARTNER,
        method: 'POST',
        headers: 'content-type',
      });
      expect(headers).toMatchObject({
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,POST',
        'access-control-max-age': '60',
      });
    });

    test('paths below it have the key for them, with any handler', async () => {
      const { status } = await served().get('/graphql/more?query=%7Bcats%7D', JSON_BODY.headers);
      expect(status).toBe(name === 'Apollo' && platform.setting.platform === 'express' ? 200 : 404);
      expect(await readersOf(served(), '/graphql/more?query=%7Bcats%7D', { ...JSON_BODY, status })).toEqual([
        PARTNER,
      ]);
    });

    test('the rest is for the defaults', () => expectOthersClosed(served()));
  });
});
