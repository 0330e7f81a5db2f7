import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  ForbiddenException,
  Get,
  Header,
  Injectable,
  Module,
  Res,
  StreamableFile,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CorsModule, CorsPolicy, type CorsModuleOptions } from 'nestjs-cors-policy';
import type { ServerResponse } from 'node:http';

export const APP = 'https://app.example';
export const EVIL = 'https://evil.example';
export const CORP = 'Cross-Origin-Resource-Policy';

/** A response of any platform. */
export type AnyResponse =
  ServerResponse | { readonly raw: ServerResponse } | { readonly res: ServerResponse };

export function rawOf(response: AnyResponse): ServerResponse {
  if ('raw' in response) return response.raw;
  return 'res' in response ? response.res : response;
}

@Injectable()
class ClosedGuard implements CanActivate {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

@Injectable()
class LabellingGuard implements CanActivate {
  constructor(private readonly host: HttpAdapterHost) {}

  canActivate(context: ExecutionContext): boolean {
    this.host.httpAdapter.setHeader(context.switchToHttp().getResponse(), CORP, 'same-site');
    return true;
  }
}

/** Routes with each value, and with code of their own that sets the header. */
@CorsPolicy({ origin: '*', resourcePolicy: 'cross-origin' })
@Controller('files')
class Files {
  @Get('open') open() {
    return 'open';
  }
  @CorsPolicy({ resourcePolicy: 'same-site' }) @Get('site') site() {
    return 'site';
  }
  @CorsPolicy({ origin: APP }) @Get('listed') listed() {
    return 'listed';
  }
  @CorsPolicy({ origin: origin => origin === APP, resourcePolicy: 'same-origin', enforce: true })
  @Get('enforced')
  enforced() {
    return 'enforced';
  }
  @Get('stream') stream() {
    return new StreamableFile(Buffer.from('bytes'));
  }
  @Get('broken') broken() {
    throw new ForbiddenException();
  }
  @Header(CORP, 'same-site') @Get('own') own() {
    return 'own';
  }
  @Header(CORP, 'same-origin') @Get('again') again() {
    return 'again';
  }
  @Get('raw') raw(@Res() response: AnyResponse) {
    rawOf(response)
      .writeHead(200, { [CORP.toLowerCase()]: 'same-site' })
      .end('raw');
  }
  @UseGuards(ClosedGuard) @Get('closed') closed() {
    return 'closed';
  }
  @UseGuards(LabellingGuard) @Get('labelled') labelled() {
    return 'labelled';
  }
  @Get('ended') ended() {
    return 'ended';
  }
}

/** Routes without a value at any level. */
@Controller('plain')
class Plain {
  @CorsPolicy({ origin: '*' }) @Get() read() {
    return 'plain';
  }
}

/** @param options the module's: with defaults of their own, or without a resource policy */
export function filesModule(options: CorsModuleOptions): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot(options)], controllers: [Files, Plain] })
  class FilesModule {}
  return FilesModule;
}
