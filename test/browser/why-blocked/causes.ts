// The policies of docs/why-blocked.md. ../why-blocked.page.e2e-spec.ts checks that both are the
// same.
import { Controller, Get, Header, Module, Patch, Put, Res } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';

interface Reply {
  setHeader(name: string, value: string): unknown;
}

@Controller('origin')
class OriginCause {
  @CorsPolicy({ origin: 'https://www.example.com' })
  @Get('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ origin: ['https://www.example.com', 'https://app.example.com'] })
  @Get('mended')
  mended() {
    return 'cats';
  }
}

@Controller('preflight')
class PreflightCause {
  @CorsPolicy({ origin: 'https://www.example.com' })
  @Put('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ origin: ['https://www.example.com', 'https://app.example.com'] })
  @Put('mended')
  mended() {
    return 'cats';
  }

  @CorsPolicy({ origin: 'https://app.example.com' })
  @Patch('patched')
  patched() {
    return 'cats';
  }
}

@CorsPolicy({ origin: 'https://app.example.com', methods: ['GET'] })
@Controller('method')
class MethodCause {
  @Get('wrong')
  list() {
    return 'cats';
  }

  @Put('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ methods: ['GET', 'PUT'] })
  @Put('mended')
  mended() {
    return 'cats';
  }
}

@Controller('header')
class HeaderCause {
  @CorsPolicy({ origin: 'https://app.example.com' })
  @Get('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ origin: 'https://app.example.com', allowedHeaders: ['Content-Type', 'X-Request-Id'] })
  @Get('mended')
  mended() {
    return 'cats';
  }
}

@Controller('credentials')
class CredentialsCause {
  @CorsPolicy({ origin: 'https://app.example.com' })
  @Get('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ origin: 'https://app.example.com', credentials: true })
  @Get('mended')
  mended() {
    return 'cats';
  }
}

@Controller('wildcard')
class WildcardCause {
  @CorsPolicy({ origin: '*' })
  @Get('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ origin: ['https://app.example.com', 'https://www.example.com'], credentials: true })
  @Get('mended')
  mended() {
    return 'cats';
  }
}

@Controller('opaque')
class OpaqueCause {
  @CorsPolicy({ origin: 'https://app.example.com' })
  @Get('wrong')
  wrong() {
    return 'cats';
  }

  @CorsPolicy({ origin: ['https://app.example.com', 'null'], dangerously: { allowNullOrigin: true } })
  @Get('mended')
  mended() {
    return 'cats';
  }
}

@CorsPolicy({ origin: 'https://app.example.com', exposedHeaders: ['X-Total'] })
@Controller('exposed')
class ExposedCause {
  @CorsPolicy({ exposedHeaders: [] })
  @Header('X-Total', '2')
  @Get('wrong')
  wrong() {
    return 'cats';
  }

  @Header('X-Total', '2')
  @Get('mended')
  mended() {
    return 'cats';
  }
}

/** The effect of a proxy in front of the application, or of a handler. */
@CorsPolicy({ origin: 'https://app.example.com', allowedHeaders: '*' })
@Controller('others')
class OthersCause {
  @Get('other-origin')
  otherOrigin(@Res({ passthrough: true }) reply: Reply) {
    reply.setHeader('Access-Control-Allow-Origin', 'https://www.example.com');
    return 'cats';
  }

  @Get('two-origins')
  twoOrigins(@Res({ passthrough: true }) reply: Reply) {
    reply.setHeader('Access-Control-Allow-Origin', 'https://app.example.com, *');
    return 'cats';
  }

  @Get('mended')
  mended() {
    return 'cats';
  }
}

const controllers = [
  OriginCause,
  PreflightCause,
  MethodCause,
  HeaderCause,
  CredentialsCause,
  WildcardCause,
  OpaqueCause,
  ExposedCause,
  OthersCause,
];

@Module({ imports: [CorsModule.forRoot({ debug: true })], controllers })
export class ExplainingModule {}

@Module({ imports: [CorsModule.forRoot()], controllers })
export class SilentModule {}
