import {
  All,
  type CanActivate,
  Controller,
  Get,
  type INestApplication,
  Module,
  Post,
  Put,
  Res,
  Scope,
  type Type,
  UseGuards,
  VersioningType,
  type VersioningOptions,
} from '@nestjs/common';
import {
  CorsConfigurationError,
  CorsModule,
  CorsPolicy,
  type CorsPolicyOptions,
  type OriginRule,
} from 'nestjs-cors-policy';
import { type Setting, listen } from '../../e2e/support/applications.js';
import type { Random } from '../../routing/differential/random.js';

export const HANDLER = 'x-handler';
export const ORIGINS = [
  'https://app.example.com',
  'https://shop.example.com',
  'http://localhost:4200',
  'null',
];
export const ADMIN_HOST = 'admin.example.com';

/** A started application, with what a browser has to know to meet it as the tests do. */
export interface RandomApplication {
  readonly app: INestApplication;
  readonly url: string;
  readonly versioning: VersioningOptions | undefined;
  /** Whether refusals explain themselves, so that the browser's own words tell the cause. */
  readonly debug: boolean;
  readonly interceptor: 'auto' | 'always';
  /** The text that a failure shows. */
  readonly options: unknown;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** Starts applications until one has a configuration that starts. */
export async function randomApplication(setting: Setting, random: Random): Promise<RandomApplication> {
  for (;;) {
    const debug = random.chance(0.6);
    const interceptor = random.chance(0.25) ? 'always' : 'auto';
    const defaults = random.chance(0.7) ? randomPolicy(random) : {};
    const policies = { partners: randomPolicy(random) };
    const versioning = randomVersioning(random);
    const used: CorsPolicyOptions[] = [];
    const decorate = (): ClassDecorator & MethodDecorator => {
      if (random.chance(0.15)) return CorsPolicy('partners', used.at(-1));
      if (random.chance(0.1)) return CorsPolicy(false);
      used.push(random.chance(0.75) ? randomPolicy(random) : {});
      return CorsPolicy(used.at(-1) ?? {});
    };
    @Module({
      imports: [CorsModule.forRoot({ defaults, policies, debug, interceptor })],
      controllers: controllers(decorate, versioning !== undefined),
    })
    class RandomModule {}

    try {
      const { app, url } = await listen(setting, RandomModule, {
        configure: created => {
          if (versioning !== undefined) created.enableVersioning(versioning);
        },
      });
      return {
        app,
        url,
        versioning,
        debug,
        interceptor,
        options: { defaults, policies, used, interceptor, debug },
      };
    } catch (error) {
      // Levels that contradict each other, such as '*' with credentials.
      if (!(error instanceof CorsConfigurationError)) throw error;
    }
  }
}

function controllers(decorate: () => ClassDecorator & MethodDecorator, versioned: boolean): Type<object>[] {
  class Refusing implements CanActivate {
    canActivate(): boolean {
      return false;
    }
  }

  @decorate()
  @Controller('cats')
  class CatsController {
    @decorate()
    @Get()
    list(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'CatsController.list');
    }

    @Get(':id')
    find(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'CatsController.find');
    }

    @decorate()
    @Put(':id')
    replace(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'CatsController.replace');
    }

    @Post()
    create(@Res({ passthrough: true }) reply: Reply) {
      answer(reply, 'CatsController.create');
      throw new Error('Such things happen.');
    }
  }

  @decorate()
  @Controller({ path: 'dogs', scope: Scope.REQUEST })
  class DogsController {
    @decorate()
    @All()
    any(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'DogsController.any');
    }

    @UseGuards(Refusing)
    @Get('secret')
    secret() {
      return 'never';
    }
  }

  @decorate()
  @Controller({ path: 'hosted', host: ADMIN_HOST })
  class HostedController {
    @Get()
    show(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'HostedController.show');
    }
  }

  @decorate()
  @Controller({ path: 'things', ...(versioned ? { version: '1' } : {}) })
  class FirstThings {
    @Get()
    list(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'FirstThings.list');
    }
  }

  @decorate()
  @Controller({ path: versioned ? 'things' : 'other-things', ...(versioned ? { version: ['2', '3'] } : {}) })
  class SecondThings {
    @Get()
    list(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'SecondThings.list');
    }

    @decorate()
    @Put()
    replace(@Res({ passthrough: true }) reply: Reply) {
      return answer(reply, 'SecondThings.replace');
    }
  }

  return [CatsController, DogsController, HostedController, FirstThings, SecondThings];
}

function answer(reply: Reply, handler: string): string {
  reply.header(HANDLER, handler);
  return 'ok';
}

function randomVersioning(random: Random): VersioningOptions | undefined {
  return random.pick<VersioningOptions | undefined>([
    undefined,
    undefined,
    { type: VersioningType.HEADER, header: 'X-Version' },
    { type: VersioningType.MEDIA_TYPE, key: 'v=' },
    { type: VersioningType.CUSTOM, extractor: versionsOf },
  ]);
}

function versionsOf(request: unknown): string | string[] {
  const headers = (request as { headers: Record<string, string | undefined> }).headers;
  return (headers['x-version'] ?? '').split(',');
}

function randomPolicy(random: Random): CorsPolicyOptions {
  const origin = randomOrigin(random);
  const some = <Value>(chance: number, make: () => Value): Value | undefined =>
    random.chance(chance) ? make() : undefined;
  const policy = {
    origin: some(0.8, () => origin),
    methods: some(0.3, () =>
      random.sample(['GET', 'PUT', 'POST', 'DELETE', 'PROPFIND'], random.integer(0, 3)),
    ),
    allowedHeaders: some(0.5, () =>
      random.pick<string | string[]>([
        '*',
        [],
        ['X-A'],
        ['content-type', 'X-A', 'Authorization', 'X-Version'],
        'X-B, Accept',
      ]),
    ),
    exposedHeaders: some(0.3, () => random.sample(['X-Handler', 'ETag'], random.integer(0, 2))),
    credentials: some(0.5, () => origin !== '*' && random.chance(0.7)),
    maxAge: some(0.3, () => random.pick([0, 1, 600, 86_400])),
    optionsSuccessStatus: some(0.3, () => random.pick([200, 204] as const)),
    enforce: some(0.4, () => random.pick([true, true, true, 'report', false] as const)),
    dangerously: some(0.6, () => ({ allowNullOrigin: true })),
  };
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
}

function randomOrigin(random: Random): NonNullable<CorsPolicyOptions['origin']> {
  if (random.chance(0.1)) return false;
  if (random.chance(0.2)) return '*';
  const rules: OriginRule[] = [
    'https://app.example.com',
    'https://*.example.com',
    'http://localhost:*',
    'null',
    /^https:\/\/(app|shop)\.example\.com$/,
    origin => origin.includes('shop'),
    async origin => {
      await Promise.resolve();
      return origin.endsWith('.com');
    },
    (_origin, request) => !('x-a' in (request as { headers: object }).headers),
    (_origin, request) => (request as { method: string }).method === 'OPTIONS',
    () => {
      throw new Error('No answer.');
    },
    () => Promise.reject(new Error('No answer either.')),
  ];
  return random.sample(rules, random.integer(1, 3));
}
