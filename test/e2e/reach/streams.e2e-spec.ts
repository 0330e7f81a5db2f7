import { connect } from 'node:net';
import { Readable } from 'node:stream';
import {
  Controller,
  Get,
  type MessageEvent,
  Module,
  Sse,
  StreamableFile,
  type Type,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { NEVER, type Observable, concat, of, throwError } from 'rxjs';
import { SETTINGS, portOf } from '../support/applications.js';
import { serve } from '../support/served.js';
import { DEFAULTS, OwnPolicy, ROUTE_ORIGIN } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

class Unauthorized {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

/** Fails after so many chunks. */
async function* failing(after: number): AsyncGenerator<string> {
  for (let chunk = 0; chunk < after; chunk += 1) yield await Promise.resolve(`chunk ${chunk}\n`);
  throw new Error('The stream broke off.');
}

@Controller('streams')
class StreamsController {
  @OwnPolicy('X-Sse')
  @Sse('events')
  events(): Observable<MessageEvent> {
    return concat(of({ data: 'first' }), NEVER);
  }

  @OwnPolicy('X-Sse-Silent')
  @Sse('events/silent')
  silentEvents(): Observable<MessageEvent> {
    return NEVER;
  }

  @OwnPolicy('X-Sse-Fails')
  @Sse('events/fails')
  failingEvents(): Observable<MessageEvent> {
    return concat(
      of({ data: 'first' }),
      throwError(() => new Error('The events broke off.')),
    );
  }

  @OwnPolicy('X-Sse-Guarded')
  @UseGuards(Unauthorized)
  @Sse('events/guarded')
  guardedEvents(): Observable<MessageEvent> {
    return NEVER;
  }

  @OwnPolicy('X-Fails-First')
  @Get('fails-first')
  failsFirst(): StreamableFile {
    return new StreamableFile(Readable.from(failing(0)));
  }

  @OwnPolicy('X-Fails-Halfway')
  @Get('fails-halfway')
  failsHalfway(): StreamableFile {
    return new StreamableFile(Readable.from(failing(3)));
  }

  @OwnPolicy('X-Generator-Fails-First')
  @Get('generator-fails-first')
  generatorFailsFirst(): AsyncGenerator<string> {
    return failing(0);
  }

  @OwnPolicy('X-Generator-Fails-Halfway')
  @Get('generator-fails-halfway')
  generatorFailsHalfway(): AsyncGenerator<string> {
    return failing(3);
  }
}

const KINDS: readonly ResponseKind[] = [
  {
    name: '@Sse()',
    path: '/streams/events',
    status: 200,
    policy: 'X-Sse',
    others: { 'content-type': 'text/event-stream' },
    headOnly: true,
  },
  {
    name: '@Sse() that fails after an event',
    path: '/streams/events/fails',
    status: 200,
    policy: 'X-Sse-Fails',
    headOnly: true,
  },
  {
    name: "a guard's 401 for @Sse()",
    path: '/streams/events/guarded',
    status: 401,
    policy: 'X-Sse-Guarded',
    portable: 'nothing',
  },
  {
    name: 'a stream that fails before its first byte',
    path: '/streams/fails-first',
    status: { express: 400, fastify: 500 },
    policy: 'X-Fails-First',
    headOnly: true,
  },
  {
    name: 'a stream that fails half-way',
    path: '/streams/fails-halfway',
    status: 200,
    policy: 'X-Fails-Halfway',
    headOnly: true,
  },
  {
    name: 'a generator that fails before its first byte',
    path: '/streams/generator-fails-first',
    status: 500,
    policy: 'X-Generator-Fails-First',
  },
  {
    name: 'a generator that fails half-way',
    path: '/streams/generator-fails-halfway',
    status: 200,
    policy: 'X-Generator-Fails-Halfway',
    headOnly: true,
  },
];

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [StreamsController],
  })
  class RootModule {}
  return RootModule;
}

describeReach({ title: 'streams', root: rootModule, kinds: KINDS });

describe.each(SETTINGS)('@Sse() on the wire: $name', setting => {
  const served = serve(setting, () => rootModule({ interceptor: 'auto' }));

  /** Reads from a socket until a text has come, and closes it. */
  function readUntil(path: string, end: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(portOf(served().app), '127.0.0.1');
      let text = '';
      socket.on('data', chunk => {
        text += chunk.toString();
        if (!text.includes(end)) return;
        socket.destroy();
        resolve(text);
      });
      socket.on('error', reject);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${ROUTE_ORIGIN}\r\n\r\n`);
    });
  }

  test('the headers come before the first event', async () => {
    const text = await readUntil('/streams/events', 'data: first');
    const [head = ''] = text.split('\r\n\r\n');
    expect(head).toContain(`Access-Control-Allow-Origin: ${ROUTE_ORIGIN}`);
    expect(head).toContain('Access-Control-Expose-Headers: X-Sse');
    expect(head).toContain('Vary: Origin');
  });

  test('the headers do not wait for an event', async () => {
    const head = await readUntil('/streams/events/silent', '\r\n\r\n');
    expect(head).toContain('Access-Control-Expose-Headers: X-Sse-Silent');
  });
});
