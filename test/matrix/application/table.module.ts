import {
  type CanActivate,
  Controller,
  Delete,
  Get,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Options,
  Patch,
  Post,
  Put,
  Redirect,
  Sse,
  UseGuards,
} from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { CorsPolicy } from 'nestjs-cors-policy';
import { type Observable, of } from 'rxjs';
import { APP, PARTNER, TENANT } from './origins.js';

const tenants = new Set([TENANT]);

class Deny implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@CorsPolicy({ origin: '*', exposedHeaders: ['X-Total'] })
@Controller('public')
export class PublicController {
  @Get()
  list(): string {
    return 'public';
  }

  @Post()
  create(): string {
    return 'created';
  }
}

@CorsPolicy({
  origin: [
    APP,
    'http://localhost:*',
    'https://*.partner.example',
    /^https:\/\/pr-\d+\.preview\.example$/,
    async origin => Promise.resolve(tenants.has(origin)),
  ],
  credentials: true,
  exposedHeaders: ['X-Total'],
  allowedHeaders: ['Content-Type', 'X-Trace'],
  maxAge: 600,
})
@Controller('orders')
export class OrdersController {
  @Get()
  list(): string {
    return 'orders';
  }

  @CorsPolicy({ enforce: true })
  @Post()
  create(): string {
    return 'ordered';
  }

  @CorsPolicy({ origin: PARTNER, credentials: false })
  @Patch()
  change(): string {
    return 'changed';
  }

  @CorsPolicy({ allowedHeaders: '*', optionsSuccessStatus: 200 })
  @Put()
  replace(): string {
    return 'replaced';
  }

  @CorsPolicy(false)
  @Delete()
  remove(): string {
    return 'removed';
  }

  @Options()
  options(): string {
    return 'the application answers';
  }

  @UseGuards(Deny)
  @Get('guarded')
  guarded(): string {
    return 'guarded';
  }

  @Redirect('/orders')
  @Get('moved')
  moved(): void {
    // The decorator says where to.
  }

  @Get('broken')
  broken(): string {
    throw new Error('broken');
  }

  @Sse('stream')
  stream(): Observable<{ data: string }> {
    return of({ data: 'streamed' });
  }
}

@Module({ controllers: [PublicController, OrdersController] })
export class TableModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((_request: unknown, response: ServerResponse) => {
        response.end('ended');
      })
      .forRoutes('ended');
  }
}
