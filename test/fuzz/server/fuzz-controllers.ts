import {
  Body,
  type CanActivate,
  Controller,
  Delete,
  Get,
  Head,
  Options,
  Param,
  Patch,
  Post,
  Put,
  Redirect,
  Res,
  Sse,
  StreamableFile,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { CorsPolicy } from 'nestjs-cors-policy';
import { type Observable, of } from 'rxjs';
import { Answers } from './answers.decorator.js';
import { answersSlowly, throwsOrRejects, truthy } from './fuzz-predicates.js';

const APP = 'https://app.example.com';

@CorsPolicy({ origin: '*', exposedHeaders: 'X-Total' })
@Controller('public')
export class PublicController {
  @Get()
  @Answers('public')
  list(): string {
    return 'public';
  }

  @Post()
  @Answers('public')
  create(@Body() body: unknown): string {
    return typeof body;
  }

  @Get('items/:id')
  @Answers('public')
  find(@Param('id') id: string): string {
    return String(id.length);
  }
}

@CorsPolicy({
  origin: [APP, 'http://localhost:*'],
  credentials: true,
  allowedHeaders: '*',
  exposedHeaders: ['X-Total', 'X-Page'],
  maxAge: 60,
})
@Controller('exact')
export class ExactController {
  @Get()
  @Answers('exact')
  show(): string {
    return 'exact';
  }

  @Put()
  @Answers('exact')
  replace(@Body() body: unknown): string {
    return typeof body;
  }

  @CorsPolicy({ origin: 'https://eu.partner.example', credentials: false, allowedHeaders: 'X-One' })
  @Patch()
  @Answers('exact-patch')
  change(): string {
    return 'changed';
  }

  @CorsPolicy(false)
  @Delete()
  @Answers('closed')
  close(): string {
    return 'closed';
  }

  @Options()
  @Answers('exact')
  options(): string {
    return 'the application answers';
  }
}

@CorsPolicy('partners')
@Controller('partners')
export class PartnersController {
  @Get(':id')
  @Answers('partners')
  find(): string {
    return 'partner';
  }

  @Put(':id')
  @Answers('partners')
  replace(): string {
    return 'replaced';
  }

  @CorsPolicy('partners', { methods: [] })
  @Delete(':id')
  @Answers('partners-delete')
  remove(): string {
    return 'removed';
  }

  @CorsPolicy({ methods: 'POST', optionsSuccessStatus: 200 })
  @Post(':id/:part')
  @Answers('partners-post')
  add(): string {
    return 'added';
  }
}

@CorsPolicy({
  origin: /^https:\/\/[a-z]{1,8}\.regexp\.example$/,
  credentials: true,
  optionsSuccessStatus: 200,
})
@Controller('expression')
export class ExpressionController {
  @Head()
  @Answers('expression')
  probe(): void {
    // An empty answer.
  }

  @Get()
  @Answers('expression')
  show(): string {
    return 'expression';
  }

  @Post()
  @Answers('expression')
  create(@Body() body: unknown): string {
    return typeof body;
  }
}

@CorsPolicy({
  origin: [throwsOrRejects, answersSlowly, truthy],
  credentials: true,
  allowedHeaders: 'X-One, X-Two',
})
@Controller('asked')
export class AskedController {
  @Get()
  @Answers('asked')
  show(): string {
    return 'asked';
  }

  @CorsPolicy({ enforce: true })
  @Put()
  @Answers('asked-enforced')
  replace(): string {
    return 'replaced';
  }
}

@CorsPolicy({ origin: [APP, 'null'], enforce: true, dangerously: { allowNullOrigin: true } })
@Controller('guarded')
export class GuardedController {
  @Get()
  @Answers('guarded')
  show(): string {
    return 'guarded';
  }

  @Post(':id')
  @Answers('guarded')
  create(): string {
    return 'created';
  }
}

@CorsPolicy({
  origin: [APP, 'https://one.example'],
  credentials: true,
  allowedHeaders: 'X-One, X-Two',
  maxAge: 600,
})
@Controller({ path: 'versioned', version: '1' })
export class FirstVersionController {
  @Get()
  @Answers('version-1')
  show(): string {
    return '1';
  }

  @Put()
  @Answers('version-1')
  replace(): string {
    return '1';
  }
}

@CorsPolicy({ origin: [APP, 'https://two.example'], allowedHeaders: 'X-Two, X-Three', maxAge: 60 })
@Controller({ path: 'versioned', version: '2' })
export class SecondVersionController {
  @Get()
  @Answers('version-2')
  show(): string {
    return '2';
  }
}

@CorsPolicy({ origin: '*', allowedHeaders: '*' })
@Controller({ path: 'versioned', version: '3' })
export class ThirdVersionController {
  @Get()
  @Answers('version-3')
  show(): string {
    return '3';
  }
}

@CorsPolicy({ origin: 'https://hosted.example', credentials: true })
@Controller({ path: 'hosted', host: 'api.example.com' })
export class HostedController {
  @Get()
  @Answers('hosted')
  show(): string {
    return 'hosted';
  }
}

class RefusingGuard implements CanActivate {
  canActivate(): never {
    throw new UnauthorizedException();
  }
}

@CorsPolicy({ origin: APP, credentials: true, exposedHeaders: 'X-Total' })
@Controller('responses')
export class ResponsesController {
  @Get('boom')
  @Answers('responses')
  boom(): never {
    throw new Error('a bug in a handler');
  }

  @UseGuards(RefusingGuard)
  @Get('refused')
  refused(): string {
    return 'never reached';
  }

  @Get('moved')
  @Answers('responses')
  @Redirect('/public', 302)
  moved(): void {
    // The decorator says it all.
  }

  @Get('stream')
  @Answers('responses')
  stream(): StreamableFile {
    return new StreamableFile(Buffer.from('streamed'));
  }

  @Sse('events')
  @Answers('responses')
  events(): Observable<{ data: string }> {
    return of({ data: 'one' }, { data: 'two' });
  }

  @Get('raw')
  raw(@Res() response: ServerResponse | RawReply): void {
    rawResponse(response).writeHead(200, { 'X-Policy': 'responses', 'Vary': 'Accept' }).end('raw');
  }

  @Post('body')
  @Answers('responses')
  body(@Body() body: unknown): string {
    return typeof body;
  }
}

/** The answer of {@link endsOrThrows}, before the handler runs. */
@CorsPolicy({ origin: 'https://*.middleware.example' })
@Controller('middleware')
export class MiddlewareController {
  @Get('ended')
  ended(): string {
    return 'never reached';
  }

  @Get('thrown')
  thrown(): string {
    return 'never reached';
  }
}

interface RawReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

function rawResponse(response: ServerResponse | RawReply): ServerResponse {
  if (!('hijack' in response)) return response;
  response.hijack();
  return response.raw;
}
