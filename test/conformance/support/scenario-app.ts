import {
  All,
  Controller,
  type DynamicModule,
  HttpException,
  type INestApplication,
  Module,
  Req,
  Res,
  Sse,
  StreamableFile,
  type Type,
} from '@nestjs/common';
import { CorsModule, CorsPolicy, type CorsPolicyOptions, CorsService } from 'nestjs-cors-policy';
import { of } from 'rxjs';
import { create, isFastify } from '../../e2e/support/applications.js';
import { contentOf } from './answers.js';
import { type Origins, fill } from './origins.js';
import { policyOptions, whyNotHere } from './policy-options.js';
import { type ScenarioAnswer, type ScenarioPolicy, SCENARIOS } from './scenario.js';

/** A URL of a scenario that the Nest application serves. */
interface Served {
  readonly id: string;
  readonly hop: string;
  readonly policy: ScenarioPolicy;
  readonly answer: ScenarioAnswer;
  readonly isPhased: boolean;
}

interface Reply {
  header(name: string, value: string): unknown;
  status(code: number): unknown;
}

interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const CLASS_FIELDS = ['origin', 'credentials', 'dangerously'];

/** A real Nest application whose options and decorators express the scenarios' policies. */
export class ScenarioApp {
  private constructor(
    readonly app: INestApplication,
    private readonly origins: Origins,
    private readonly policies: Record<string, CorsPolicyOptions>,
  ) {}

  static async start(platform: 'express' | 'fastify', origins: Origins): Promise<ScenarioApp> {
    const served = SCENARIOS.flatMap(servedBy);
    const policies = Object.fromEntries(
      served.filter(({ isPhased }) => isPhased).map(({ id, policy }) => [id, policyOptions(policy, origins)]),
    );
    const app = await create(
      { name: platform, platform, start: 'NestFactory.create' },
      rootModule(
        served.map(url => controllerOf(url, origins)),
        policies,
      ),
    );
    if (isFastify(app)) {
      const instance = app.getHttpAdapter().getInstance();
      instance.addHttpMethod('PURGE', { hasBody: true });
      // Handlers must run with any content of a form or a beacon.
      instance.addContentTypeParser('*', (_request, _payload, done) => {
        done(null);
      });
    }
    await app.listen(0, '127.0.0.1');
    return new ScenarioApp(app, origins, policies);
  }

  /** Another policy for a scenario that has phases, while the application runs. */
  async change(id: string, policy: ScenarioPolicy): Promise<void> {
    if (this.policies[id] === undefined) return;
    this.policies[id] = policyOptions(policy, this.origins);
    await this.app.get(CorsService).reload({ policies: this.policies });
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** Whether a URL's policy is this library's to answer, and not a raw server's. */
export function isServedByNest(id: string, policy: ScenarioPolicy | undefined): policy is ScenarioPolicy {
  return policy !== undefined && whyNotHere(id, policy) === undefined;
}

function servedBy({ id, server }: (typeof SCENARIOS)[number]): Served[] {
  const hops = Object.entries(server.hops ?? {}).map(([hop, { policy, actual = {} }]) => ({
    hop,
    policy,
    answer: actual,
  }));
  return [{ hop: 'a', policy: server.policy, answer: server.actual ?? {} }, ...hops].flatMap(
    ({ hop, policy, answer }) =>
      isServedByNest(id, policy) ? [{ id, hop, policy, answer, isPhased: server.phases !== undefined }] : [],
  );
}

function rootModule(
  controllers: Type<unknown>[],
  policies: Record<string, CorsPolicyOptions>,
): DynamicModule {
  @Module({})
  class ScenarioModule {}
  return { module: ScenarioModule, imports: [CorsModule.forRoot({ policies })], controllers };
}

/**
 * One controller for each URL. Origin and credentials are on the class, and the other options on
 * the method. Policies with phases have names.
 */
function controllerOf({ id, hop, policy, answer, isPhased }: Served, origins: Origins): Type<unknown> {
  const options = policyOptions(policy, origins);
  const ofClass = Object.fromEntries(
    Object.entries(options).filter(([field]) => CLASS_FIELDS.includes(field)),
  );
  const ofMethod = Object.fromEntries(
    Object.entries(options).filter(([field]) => !CLASS_FIELDS.includes(field)),
  );
  const onClass = isPhased ? CorsPolicy(id) : CorsPolicy(ofClass);
  const onMethod = CorsPolicy(isPhased ? {} : ofMethod);

  @Controller(`c/${id}/${hop}`)
  @onClass
  class AnswerController {
    @All()
    @onMethod
    answer(@Req() request: Asked, @Res({ passthrough: true }) reply: Reply): unknown {
      return write(answer, request, reply, location => fill(location, origins, id));
    }
  }

  @Controller(`c/${id}/${hop}`)
  @onClass
  class EventsController {
    @Sse()
    @onMethod
    events() {
      return of({ data: 'hello' });
    }
  }
  return answer.kind === 'sse' ? EventsController : AnswerController;
}

function write(answer: ScenarioAnswer, request: Asked, reply: Reply, place: (to: string) => string): unknown {
  const { status = 200, headers = {}, redirect, etag, kind } = answer;
  const { type, bytes } = contentOf(answer);
  const all = {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    ...headers,
    ...(etag === undefined ? {} : { ETag: etag }),
  };
  for (const [name, value] of Object.entries(all)) reply.header(name, [value].flat().join(', '));
  if (redirect !== undefined) {
    reply.status(redirect.status ?? 302);
    reply.header('Location', place(redirect.to));
    return '';
  }
  if (status >= 400) throw new HttpException(bytes.toString(), status);
  const isKnown = etag !== undefined && request.headers['if-none-match'] === etag;
  reply.status(isKnown ? 304 : status);
  if (isKnown || status === 204) return undefined;
  return kind === undefined ? bytes.toString() : new StreamableFile(bytes, { type });
}
