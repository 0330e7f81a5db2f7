import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  Controller,
  ForbiddenException,
  Get,
  type INestApplication,
  Module,
  Post,
  Put,
  Version,
  VersioningType,
} from '@nestjs/common';
import {
  CORS_DECISION_CHANNEL,
  type CorsDecision,
  CorsModule,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';

@CorsPolicy({ origin: APP, allowedHeaders: ['X-A'], methods: ['GET', 'POST', 'PUT'] })
@Controller('cats')
class CatsController {
  @Get()
  list() {
    return [];
  }

  @Post()
  create() {
    throw new ForbiddenException();
  }

  @CorsPolicy({ enforce: true })
  @Put()
  replace() {
    return '';
  }

  @CorsPolicy({ origin: '*' })
  @Get('open')
  open() {
    return '';
  }

  @CorsPolicy({ origin: async origin => Promise.resolve(origin === APP), methods: ['GET'] })
  @Get('asked')
  asked() {
    return '';
  }

  @CorsPolicy({ origin: '*' })
  @Version('1')
  @Get('versions')
  first() {
    return '1';
  }

  @Version('2')
  @Get('versions')
  second() {
    return '2';
  }
}

/** Records what is published while a test runs. */
class Recorder {
  readonly decisions: CorsDecision[] = [];
  private readonly receive = (message: unknown): void => {
    this.decisions.push(message as CorsDecision);
  };

  start(): this {
    subscribe(CORS_DECISION_CHANNEL, this.receive);
    return this;
  }

  stop(): void {
    unsubscribe(CORS_DECISION_CHANNEL, this.receive);
  }

  /**
   * The only decision so far. Some platforms publish it shortly after the client has the response.
   */
  async only(): Promise<CorsDecision> {
    for (let patience = 100; this.decisions.length === 0 && patience > 0; patience--) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(this.decisions).toHaveLength(1);
    const [decision] = this.decisions.splice(0);
    if (decision === undefined) throw new TypeError('Nothing was published.');
    return decision;
  }
}

describe.each(SETTINGS_AND_PATHS)('Decisions ($name)', setting => {
  const portable = setting.interceptor === 'always';
  let served: Served;
  let recorder: Recorder;

  beforeAll(async () => {
    @Module({
      imports: [CorsModule.forRoot({ interceptor: setting.interceptor, defaults: { origin: APP } })],
      controllers: [CatsController],
    })
    class AppModule {}

    const configure = (app: INestApplication): void => {
      app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
    };
    served = await Served.start(setting, AppModule, { configure });
  });
  afterAll(() => served.close());
  beforeEach(() => (recorder = new Recorder().start()));
  afterEach(() => {
    recorder.stop();
  });

  it('none about a request without Origin', async () => {
    await served.get('/cats');
    await served.send('OPTIONS', '/cats', { 'Access-Control-Request-Method': 'GET' });
    await served.get('/cats', { Origin: APP });

    expect(await recorder.only()).toMatchObject({ origin: APP });
  });

  it('an actual request, allowed', async () => {
    await served.get('/cats?limit=1', { Origin: APP });

    expect(await recorder.only()).toEqual({
      kind: 'actual',
      allowed: true,
      refusable: false,
      enforced: false,
      origin: APP,
      method: 'GET',
      url: '/cats?limit=1',
      status: 200,
      handlers: ['CatsController.list'],
      policies: [
        served.app
          .get(CorsService)
          .routes()
          .find(({ handler }) => handler === 'CatsController.list')?.policy,
      ],
    });
  });

  it('an actual request of any origin, where that is allowed', async () => {
    await served.get('/cats/open', { Origin: EVIL });

    expect(await recorder.only()).toMatchObject({
      kind: 'actual',
      allowed: true,
      refusable: false,
      origin: EVIL,
    });
  });

  it('an actual request, not allowed, with the status of its answer', async () => {
    await served.send('POST', '/cats', { Origin: EVIL });

    expect(await recorder.only()).toMatchObject({
      kind: 'actual',
      allowed: false,
      reason: 'origin',
      refusable: true,
      enforced: false,
      method: 'POST',
      status: 403,
      handlers: ['CatsController.create'],
    });
  });

  it('an actual request that enforce refuses', async () => {
    await served.send('PUT', '/cats', { Origin: EVIL });

    expect(await recorder.only()).toMatchObject({
      allowed: false,
      reason: 'origin',
      refusable: true,
      enforced: true,
      status: 403,
      handlers: ['CatsController.replace'],
    });
  });

  it.each([
    ['Sec-Fetch-Site', () => ({ 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' })],
    ['Host', () => ({ Origin: served.url })],
  ])("an actual request of the server's own origin, told by %s", async (_name, headers) => {
    await served.send('PUT', '/cats', headers());

    expect(await recorder.only()).toMatchObject({
      allowed: false,
      reason: 'origin',
      refusable: false,
      enforced: false,
      status: 200,
    });
  });

  it('an actual request that predicates decide about', async () => {
    await served.get('/cats/asked', { Origin: APP });
    expect(await recorder.only()).toMatchObject({ allowed: true });

    await served.get('/cats/asked', { Origin: EVIL });
    expect(await recorder.only()).toMatchObject({ allowed: false, reason: 'origin', refusable: true });
  });

  it('a preflight, allowed', async () => {
    await served.preflight('/cats?limit=1', { origin: APP, method: 'PUT', headers: 'x-a' });

    expect(await recorder.only()).toMatchObject({
      kind: 'preflight',
      allowed: true,
      refusable: false,
      enforced: false,
      origin: APP,
      method: 'PUT',
      url: '/cats?limit=1',
      requestedHeaders: 'x-a',
      status: 204,
      handlers: ['CatsController.replace'],
      policies: [{ enforce: { value: true, level: 'method' } }],
    });
  });

  it.each<[string, Parameters<Served['preflight']>[1] & { path?: string }, string]>([
    ['its origin', { origin: EVIL, method: 'GET' }, 'origin'],
    ['its method', { origin: APP, method: 'PROPFIND', path: '/dogs' }, 'method'],
    ['its headers', { origin: APP, method: 'GET', headers: 'x-b' }, 'headers'],
    ['too long a list of headers', { origin: APP, method: 'GET', headers: 'x'.repeat(4_097) }, 'headers'],
    [
      'the method, where predicates allow the origin',
      { origin: APP, method: 'HEAD', path: '/cats/asked' },
      'method',
    ],
  ])('a preflight, refused for %s', async (_title, { path = '/cats', ...question }, reason) => {
    await served.preflight(path, question);

    expect(await recorder.only()).toMatchObject({
      kind: 'preflight',
      allowed: false,
      reason,
      refusable: false,
      enforced: false,
      status: 403,
    });
  });

  it('a preflight that cannot tell versions apart', async () => {
    await served.preflight('/cats/versions', { origin: EVIL, method: 'GET' });
    const { allowed, handlers, policies } = await recorder.only();

    expect(allowed).toBe(false);
    expect(handlers).toEqual(['CatsController.first', 'CatsController.second']);
    expect(policies.map(({ origin }) => origin?.value)).toEqual(['*', APP]);
  });

  it('a preflight without a route, by the defaults', async () => {
    await served.preflight('/dogs', { origin: APP, method: 'GET' });

    expect(await recorder.only()).toMatchObject({
      allowed: true,
      handlers: [],
      policies: [{ origin: { value: APP, level: 'defaults' } }],
    });
  });

  if (!portable) {
    it('an actual request without a route, by the defaults', async () => {
      await served.get('/dogs', { Origin: EVIL });

      expect(await recorder.only()).toMatchObject({
        kind: 'actual',
        allowed: false,
        refusable: true,
        status: 404,
        handlers: [],
        policies: [{ origin: { value: APP, level: 'defaults' } }],
      });
    });
  }

  it('that a client cannot change: the policies are frozen', async () => {
    await served.get('/cats', { Origin: APP });
    const { policies } = await recorder.only();

    expect(policies.every(Object.isFrozen)).toBe(true);
  });
});
