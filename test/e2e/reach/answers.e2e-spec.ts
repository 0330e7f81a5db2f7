import { Readable } from 'node:stream';
import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  type HttpRedirectResponse,
  HttpStatus,
  Module,
  Options,
  Post,
  Put,
  Redirect,
  Res,
  StreamableFile,
  type Type,
} from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { type Observable, from, of } from 'rxjs';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

interface RedirectingResponse {
  redirect(url: string): unknown;
}

interface HeaderResponse {
  header(name: string, value: string): unknown;
}

@Controller('answers')
class AnswersController {
  @OwnPolicy('X-Json')
  @Get('json')
  json(): object {
    return { json: true };
  }

  @OwnPolicy('X-Text')
  @Get('text/:id')
  text(): Promise<string> {
    return Promise.resolve('text');
  }

  @OwnPolicy('X-Nothing')
  @Get('nothing')
  nothing(): null {
    return null;
  }

  @OwnPolicy('X-Observable')
  @Get('observable')
  observable(): Observable<string> {
    return from(['first', 'last']);
  }

  @OwnPolicy('X-Created')
  @Post('created')
  created(): object {
    return { created: true };
  }

  @OwnPolicy('X-No-Content')
  @HttpCode(204)
  @Delete('no-content')
  noContent(): void {
    // An empty answer.
  }

  @OwnPolicy('X-Options')
  @Options('json')
  options(): string {
    return 'options';
  }

  @OwnPolicy('X-Redirect')
  @Redirect('/elsewhere', 301)
  @Get('redirect')
  redirect(): void {
    // The decorator says where.
  }

  @OwnPolicy('X-Redirect-Dynamic')
  @Redirect()
  @Get('redirect/dynamic')
  redirectDynamically(): HttpRedirectResponse {
    return { url: 'https://elsewhere.example/', statusCode: HttpStatus.TEMPORARY_REDIRECT };
  }

  @OwnPolicy('X-Redirect-Response')
  @HttpCode(302)
  @Put('redirect/response')
  redirectByResponse(@Res() response: RedirectingResponse): void {
    response.redirect('/elsewhere');
  }

  @OwnPolicy('X-Vary')
  @Header('Vary', 'Accept')
  @Get('vary')
  vary(): string {
    return 'varies';
  }

  @OwnPolicy('X-Vary-Response')
  @Get('vary/response')
  varyByResponse(@Res({ passthrough: true }) response: HeaderResponse): string {
    response.header('vary', 'accept-language, Accept');
    return 'varies';
  }

  @OwnPolicy('X-File')
  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Buffer.from('file'), { type: 'text/plain', length: 4 });
  }

  @OwnPolicy('X-File-Stream')
  @Get('file/stream')
  fileStream(): StreamableFile {
    return new StreamableFile(Readable.from(['one', 'two']));
  }

  @OwnPolicy('X-Generator')
  @Get('generator')
  async *generator(): AsyncGenerator<object> {
    yield await Promise.resolve({ line: 1 });
    yield { line: 2 };
  }

  @OwnPolicy('X-Web-Response')
  @Get('web-response')
  webResponse(): Response {
    return new Response('web', { status: 203, headers: { Vary: 'Accept-Language' } });
  }

  @OwnPolicy('X-Web-Response-Empty')
  @Get('web-response/empty')
  emptyWebResponse(): Observable<Response> {
    return of(new Response(null, { status: 202 }));
  }
}

// Express's redirects come as text or as HTML.
const VARY_OF_REDIRECTS = { express: 'Accept', fastify: '' };

const KINDS: readonly ResponseKind[] = [
  { name: 'JSON', path: '/answers/json', status: 200, policy: 'X-Json' },
  { name: 'text of a promise', path: '/answers/text/1?q=/2', status: 200, policy: 'X-Text' },
  { name: 'null', path: '/answers/nothing', status: 200, policy: 'X-Nothing' },
  { name: 'an observable', path: '/answers/observable', status: 200, policy: 'X-Observable' },
  { name: '201', method: 'POST', path: '/answers/created', status: 201, policy: 'X-Created' },
  { name: '204', method: 'DELETE', path: '/answers/no-content', status: 204, policy: 'X-No-Content' },
  { name: 'HEAD, served by GET,', method: 'HEAD', path: '/answers/json', status: 200, policy: 'X-Json' },
  { name: 'a plain OPTIONS', method: 'OPTIONS', path: '/answers/json', status: 200, policy: 'X-Options' },
  {
    name: '@Redirect()',
    path: '/answers/redirect',
    status: 301,
    policy: 'X-Redirect',
    vary: VARY_OF_REDIRECTS,
    others: { location: '/elsewhere' },
  },
  {
    name: '@Redirect() to where the handler says',
    path: '/answers/redirect/dynamic',
    status: 307,
    policy: 'X-Redirect-Dynamic',
    vary: VARY_OF_REDIRECTS,
  },
  {
    name: 'a redirect by the response',
    method: 'PUT',
    path: '/answers/redirect/response',
    status: 302,
    policy: 'X-Redirect-Response',
    vary: VARY_OF_REDIRECTS,
  },
  {
    name: "a handler with @Header('Vary')",
    path: '/answers/vary',
    status: 200,
    policy: 'X-Vary',
    vary: 'Accept',
  },
  {
    name: 'a handler that sets Vary on the response',
    path: '/answers/vary/response',
    status: 200,
    policy: 'X-Vary-Response',
    vary: 'accept-language, Accept',
  },
  { name: 'StreamableFile', path: '/answers/file', status: 200, policy: 'X-File' },
  { name: 'StreamableFile of a stream', path: '/answers/file/stream', status: 200, policy: 'X-File-Stream' },
  {
    name: 'HEAD for StreamableFile',
    method: 'HEAD',
    path: '/answers/file',
    status: 200,
    policy: 'X-File',
    others: { 'content-length': '4' },
  },
  { name: 'an async generator', path: '/answers/generator', status: 200, policy: 'X-Generator' },
  {
    name: 'a web Response with its own Vary',
    path: '/answers/web-response',
    status: 203,
    policy: 'X-Web-Response',
    vary: 'Accept-Language',
    // Nest sets the headers of the Response after the last interceptor.
    portable: 'all but Vary',
  },
  {
    name: 'a web Response without a body',
    path: '/answers/web-response/empty',
    status: 202,
    policy: 'X-Web-Response-Empty',
  },
  {
    name: '304 Not Modified',
    path: '/answers/json',
    headers: { 'If-None-Match': '*' },
    status: 304,
    policy: 'X-Json',
    only: 'express',
  },
];

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [AnswersController],
  })
  class RootModule {}
  return RootModule;
}

describeReach({ title: 'what handlers answer', root: rootModule, kinds: KINDS });
