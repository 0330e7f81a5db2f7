import {
  Body,
  type CanActivate,
  Controller,
  Get,
  Injectable,
  Module,
  Post,
  type Type,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';

/** Allowed by the routes' policy. */
export const APP = 'https://app.example';
/** Allowed by the module's defaults. */
export const DEFAULTS = 'https://defaults.example';
export const EVIL = 'https://evil.example';

@Injectable()
class Refuse implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

/** The application that each surrounding gets, and what ran in it. */
export interface SurroundedModule {
  readonly root: Type<unknown>;
  readonly handled: string[];
}

/**
 * An application with an open route, a closed one, one with `enforce`, and one that a guard
 * refuses.
 */
export function surroundedModule(imports: Type<unknown>[] = []): SurroundedModule {
  const handled: string[] = [];

  @CorsPolicy({ origin: APP, credentials: true, exposedHeaders: ['X-Cats'] })
  @Controller('cats')
  class Cats {
    @Get() list() {
      handled.push('list');
      return { cats: ['Tom'] };
    }
    @Post() create(@Body() body: unknown) {
      handled.push('create');
      return body;
    }
    @UseGuards(Refuse) @Get('guarded') guarded() {
      handled.push('guarded');
    }
    @CorsPolicy(false) @Get('closed') closed() {
      handled.push('closed');
      return 'closed';
    }
    @CorsPolicy({ enforce: true }) @Get('enforced') enforced() {
      handled.push('enforced');
      return 'enforced';
    }
  }

  @Module({
    imports: [CorsModule.forRoot({ defaults: { origin: DEFAULTS } }), ...imports],
    controllers: [Cats],
  })
  class Root {}

  return { root: Root, handled };
}
