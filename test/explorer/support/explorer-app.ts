import {
  Controller,
  Delete,
  type DynamicModule,
  Get,
  Module,
  Patch,
  Post,
  Put,
  VersioningType,
} from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketGateway } from '@nestjs/websockets';
import { CorsModule, type CorsModuleOptions, CorsPolicy } from 'nestjs-cors-policy';
import { CorsExplorerModule, type CorsExplorerOptions } from 'nestjs-cors-policy/explorer';

export const APP = 'https://app.example.com';
export const PARTNER = 'https://desk.partner.example';
export const STRANGER = 'https://evil.example';

@CorsPolicy({ origin: '*', exposedHeaders: ['X-Total-Count'] })
@Controller('catalogue')
class CatalogueController {
  @Get()
  list() {
    return [];
  }

  @Get(':id')
  find() {
    return {};
  }
}

@CorsPolicy('partners')
@Controller('orders')
class OrdersController {
  @Get()
  list() {
    return [];
  }

  @Post()
  create() {
    return {};
  }

  @Put(':id')
  replace() {
    return {};
  }

  @CorsPolicy('partners', { methods: ['GET'] })
  @Delete(':id')
  cancel() {
    return {};
  }
}

@CorsPolicy({ credentials: true })
@Controller('dashboard')
class DashboardController {
  @Get()
  show() {
    return {};
  }

  @CorsPolicy({ allowedHeaders: ['Content-Type', 'If-Match'], exposedHeaders: ['ETag'], maxAge: 600 })
  @Patch('theme')
  changeTheme() {
    return {};
  }

  @CorsPolicy({ enforce: true })
  @Post('transfers')
  transfer() {
    return {};
  }

  @CorsPolicy(false)
  @Delete('account')
  closeAccount() {
    return {};
  }
}

@Controller({ path: 'reports', version: '1' })
class ReportsV1Controller {
  @Get()
  list() {
    return [];
  }

  @Put(':year')
  close() {
    return {};
  }
}

@CorsPolicy({ origin: false })
@Controller({ path: 'reports', version: '2' })
class ReportsV2Controller {
  @Get()
  list() {
    return [];
  }

  @Put(':year')
  close() {
    return {};
  }
}

@CorsPolicy('partners', { credentials: true })
@WebSocketGateway({ path: '/prices' })
class PricesGateway {}

const CONTROLLERS = [
  CatalogueController,
  OrdersController,
  DashboardController,
  ReportsV1Controller,
  ReportsV2Controller,
];

@Module({})
class ExplorerApp {}

/** An API with a policy of each kind, and the explorer beside it. */
export function explorerApp(
  options: CorsExplorerOptions = {},
  cors: Pick<CorsModuleOptions, 'ownOrigins' | 'defaults'> = {},
): DynamicModule {
  return {
    module: ExplorerApp,
    imports: [
      CorsModule.forRoot({
        defaults: { origin: APP },
        ...cors,
        paths: { '/files/*': { origin: '*' }, '/metrics': 'unmanaged' },
        policies: {
          partners: {
            origin: [APP, 'https://*.partner.example'],
            allowedHeaders: ['Content-Type', 'X-Request-Id'],
            exposedHeaders: ['X-Request-Id'],
          },
        },
      }),
      CorsExplorerModule.forRoot(options),
    ],
    controllers: CONTROLLERS,
    providers: [PricesGateway],
  };
}

export function withVersions(app: INestApplication): void {
  app.useWebSocketAdapter(new WsAdapter(app));
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Api-Version' });
}
