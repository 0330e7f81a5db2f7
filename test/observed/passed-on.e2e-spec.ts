import { All, Controller, Get, Module, Next, Post, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { APP, EVIL, type Observed, observe, runs } from './support/observe.js';
import { EXPRESS } from './support/settings.js';
import { whileServed } from './support/while-served.js';

type NextFunction = (error?: unknown) => void;

interface ExpressResponse extends ServerResponse {
  send(body: string): unknown;
}

const WIDE = { origin: [APP, EVIL], credentials: true };
const STRICT = { origin: APP, exposedHeaders: ['X-Strict'] };

/** Routes that pass requests on, before those that answer them. */
@Controller()
class Passing {
  @CorsPolicy(WIDE) @Get('strict') strict(@Next() next: NextFunction) {
    runs('passing');
    next();
  }
  @CorsPolicy(STRICT) @Get('wide') wide(@Next() next: NextFunction) {
    runs('passing');
    setImmediate(next);
  }
  @CorsPolicy(WIDE) @Get('chain') chain(@Next() next: NextFunction) {
    runs('passing');
    next('route');
  }
  @CorsPolicy(STRICT) @All('chain') secondOfChain(@Next() next: NextFunction) {
    runs('passing again');
    next();
  }
  @CorsPolicy(WIDE) @Get('nothing') nothing(@Next() next: NextFunction) {
    runs('passing');
    next();
  }
  @CorsPolicy(WIDE) @Get('router') router(@Next() next: NextFunction) {
    runs('passing');
    next('router');
  }
  @CorsPolicy(WIDE) @Get('error') error(@Next() next: NextFunction) {
    runs('passing');
    next(new Error('It is broken.'));
  }
  @CorsPolicy(STRICT) @Get('strict-error') strictError(@Next() next: NextFunction) {
    runs('passing');
    next(new Error('It is broken.'));
  }
  @CorsPolicy(WIDE) @Get('marked') marked(@Res() response: ExpressResponse, @Next() next: NextFunction) {
    runs('passing');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'X-Marked');
    next();
  }
  @CorsPolicy(WIDE) @Post('answered') answered(@Res() response: ExpressResponse, @Next() next: NextFunction) {
    response.send(runs('passing'));
    next();
  }
}

@Controller()
class Answering {
  @CorsPolicy(STRICT) @Get('strict') strict() {
    return runs('answering');
  }
  @CorsPolicy(WIDE) @Get('wide') wide() {
    return runs('answering');
  }
  @CorsPolicy(false) @Get('chain') chain() {
    return runs('answering');
  }
  @CorsPolicy(STRICT) @Get('marked') marked() {
    return runs('answering');
  }
  @CorsPolicy({ origin: APP, enforce: true }) @Post('answered') answered() {
    return runs('answering');
  }
}

@Module({
  imports: [CorsModule.forRoot({ defaults: { origin: APP, exposedHeaders: ['X-Defaults'] } })],
  controllers: [Passing, Answering],
})
class Root {}

const OF_STRICT: Observed['cors'] = {
  'access-control-allow-origin': APP,
  'access-control-expose-headers': 'X-Strict',
  'vary': 'origin',
};
const OF_DEFAULTS: Observed['cors'] = {
  'access-control-allow-origin': APP,
  'access-control-expose-headers': 'X-Defaults',
  'vary': 'origin',
};
const ofWide = (origin: string): Observed['cors'] => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Defaults',
  'vary': 'origin',
});
const REFUSED: Observed['cors'] = { vary: 'origin' };

const PASSED = ['passing', 'answering'];

const ROWS: readonly [request: string, origin: string, expected: Observed][] = [
  ['strict', EVIL, { status: 200, cors: REFUSED, ran: PASSED, decisions: ['refused: Answering.strict'] }],
  ['strict', APP, { status: 200, cors: OF_STRICT, ran: PASSED, decisions: ['allowed: Answering.strict'] }],
  ['wide', EVIL, { status: 200, cors: ofWide(EVIL), ran: PASSED, decisions: ['allowed: Answering.wide'] }],
  [
    'chain',
    APP,
    {
      status: 200,
      cors: {},
      ran: ['passing', 'passing again', 'answering'],
      decisions: ['refused: Answering.chain'],
    },
  ],
  // No route answers: the defaults decide.
  ['nothing', EVIL, { status: 404, cors: REFUSED, ran: ['passing'], decisions: ['refused: no route'] }],
  ['nothing', APP, { status: 404, cors: OF_DEFAULTS, ran: ['passing'], decisions: ['allowed: no route'] }],
  ['router', EVIL, { status: 404, cors: REFUSED, ran: ['passing'], decisions: ['refused: no route'] }],
  // An error is the answer of the route that it comes from.
  [
    'error',
    EVIL,
    { status: 500, cors: ofWide(EVIL), ran: ['passing'], decisions: ['allowed: Passing.error'] },
  ],
  [
    'strict-error',
    EVIL,
    { status: 500, cors: REFUSED, ran: ['passing'], decisions: ['refused: Passing.strictError'] },
  ],
  // For the second route, the headers of the first one come from earlier code.
  ['marked', EVIL, { status: 200, cors: REFUSED, ran: PASSED, decisions: ['refused: Answering.marked'] }],
  ['marked', APP, { status: 200, cors: OF_STRICT, ran: PASSED, decisions: ['allowed: Answering.marked'] }],
];

describe.each(EXPRESS)('a route of Nest that passes a request on: $name', setting => {
  test.each(ROWS)('GET /%s from %s', async (path, origin, expected) => {
    await whileServed(setting, Root, {}, async served => {
      expect(await observe(served, `GET /${path}`, { origin })).toEqual(expected);
    });
  });

  test('HEAD is as GET', async () => {
    await whileServed(setting, Root, {}, async served => {
      expect(await observe(served, 'HEAD /strict', { origin: EVIL })).toEqual({
        status: 200,
        cors: REFUSED,
        ran: PASSED,
        decisions: ['refused: Answering.strict'],
      });
    });
  });

  test('once it has answered: its own headers, the next handler does not run, and the server lives on', async () => {
    await whileServed(setting, Root, {}, async served => {
      for (let time = 0; time < 2; time++) {
        expect(await observe(served, 'POST /answered', { origin: EVIL })).toEqual({
          status: 201,
          cors: ofWide(EVIL),
          ran: ['passing'],
          decisions: ['allowed: Passing.answered'],
        });
      }
    });
  });
});
