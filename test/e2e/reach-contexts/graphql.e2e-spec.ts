import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, ForbiddenException, Get, Module, type Type } from '@nestjs/common';
import { Args, GraphQLModule, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import {
  DEFAULTS,
  DEFAULTS_ORIGIN,
  OwnPolicy,
  ROUTE_ORIGIN,
  expectedPolicy,
} from '../reach/support/own-policy.js';
import { SETTINGS_AND_PATHS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';

// A policy on a resolver is out of place: the endpoint is one URL, with one policy.
@CorsPolicy(false)
@Resolver()
class CatsResolver {
  @Query('cats')
  cats(): string[] {
    return ['Tom'];
  }

  @Query('forbidden')
  forbidden(): string {
    throw new ForbiddenException();
  }

  @Mutation('rename')
  rename(@Args('name') name: string): string {
    return name;
  }
}

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cats')
  @Get()
  list(): string[] {
    return ['Tom'];
  }
}

function rootModule(interceptor: 'auto' | 'always'): Type<unknown> {
  @Module({
    imports: [
      CorsModule.forRoot({ defaults: { ...DEFAULTS, allowedHeaders: ['Content-Type'] }, interceptor }),
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        graphiql: false,
        typeDefs: `
          type Query { cats: [String], forbidden: String }
          type Mutation { rename(name: String): String }
        `,
      }),
    ],
    controllers: [CatsController],
    providers: [CatsResolver],
  })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS_AND_PATHS)('GraphQL: $name', setting => {
  const served = serve(setting, () => rootModule(setting.interceptor));
  const isNative = setting.interceptor === 'auto';

  async function ask(query: string, headers: Record<string, string>) {
    const body = JSON.stringify({ query });
    const response = await served().send(
      'POST',
      '/graphql',
      { 'Content-Type': 'application/json', ...headers },
      body,
    );
    return { status: response.status, body: response.body, headers: corsHeaders(response) };
  }

  test.each(['{ cats }', 'mutation { rename(name: "Tom") }'])('resolvers work: %s', async query => {
    for (const headers of [{}, { Origin: DEFAULTS_ORIGIN }, { Origin: ROUTE_ORIGIN }]) {
      const { status, body } = await ask(query, headers);
      expect(status).toBe(200);
      expect(body).toContain('Tom');
    }
  });

  test.each([
    ['{ cats }', 200],
    ['{ forbidden }', 200],
    ['{ unknown }', 400],
    ['{ malformed', 400],
  ])('the endpoint carries the headers of the defaults: %s', async (query, status) => {
    const { vary: ownVary, ...none } = (await ask(query, { Origin: ROUTE_ORIGIN })).headers;
    expect(none).toEqual({});
    const allowed = await ask(query, { Origin: DEFAULTS_ORIGIN });
    expect(allowed.status).toBe(status);
    if (isNative) {
      expect(ownVary).toBe('Origin');
      expect(allowed.headers).toEqual({ ...expectedPolicy(undefined).headers, vary: 'Origin' });
      expect((await ask(query, {})).headers).toEqual({ vary: 'Origin' });
    } else {
      // No HTTP context comes by the interceptor.
      expect(allowed.headers).toEqual({});
    }
  });

  test('so does the refusal of a request that Apollo takes for forged', async () => {
    const response = await served().get('/graphql?query=%7Bcats%7D', { Origin: DEFAULTS_ORIGIN });
    expect(response.status).toBe(400);
    expect(corsHeaders(response)).toEqual(
      isNative ? { ...expectedPolicy(undefined).headers, vary: 'Origin' } : {},
    );
  });

  test('the defaults decide its preflight', async () => {
    const question = { method: 'POST', headers: 'content-type' };
    const allowed = await served().preflight('/graphql', { origin: DEFAULTS_ORIGIN, ...question });
    if (!isNative && setting.platform === 'fastify') {
      // Apollo has its own OPTIONS route, which is more specific than that of the module.
      expect({ status: allowed.status, ...corsHeaders(allowed) }).toEqual({ status: 400 });
      return;
    }
    expect({ status: allowed.status, ...corsHeaders(allowed) }).toMatchObject({
      'status': 204,
      'access-control-allow-origin': DEFAULTS_ORIGIN,
      'access-control-allow-headers': 'Content-Type',
    });
    const refused = await served().preflight('/graphql', { origin: ROUTE_ORIGIN, ...question });
    expect(refused.status).toBe(403);
  });

  test('controllers beside it keep their policies', async () => {
    const response = await served().get('/cats', { Origin: ROUTE_ORIGIN });
    expect(corsHeaders(response)).toEqual({ ...expectedPolicy('X-Cats').headers, vary: 'Origin' });
  });
});
