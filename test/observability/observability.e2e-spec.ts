// The code of docs/observability.md. observability.page.e2e-spec.ts checks that both are the same.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  Controller,
  Get,
  Injectable,
  Module,
  type OnModuleDestroy,
  type OnModuleInit,
  Post,
} from '@nestjs/common';
import { type Counter as OpenTelemetryCounter, metrics } from '@opentelemetry/api';
import { CORS_DECISION_CHANNEL, type CorsDecision, CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { Counter, Registry } from 'prom-client';
import { SETTINGS } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';

@Injectable()
export class CorsTelemetry implements OnModuleInit, OnModuleDestroy {
  private readonly decisions: OpenTelemetryCounter = metrics
    .getMeter('cors')
    .createCounter('cors.decisions', {
      description: 'Requests with an Origin, by what CORS decided about them.',
      unit: '{request}',
    });

  onModuleInit(): void {
    subscribe(CORS_DECISION_CHANNEL, this.count);
  }

  onModuleDestroy(): void {
    unsubscribe(CORS_DECISION_CHANNEL, this.count);
  }

  private readonly count = (message: unknown): void => {
    const { kind, allowed, reason = 'none', enforced, handlers } = message as CorsDecision;
    this.decisions.add(1, {
      'cors.kind': kind,
      'cors.allowed': allowed,
      'cors.refusal_reason': reason,
      'cors.enforced': enforced,
      'code.function.name': handlers[0] ?? 'no route',
    });
  };
}

@Injectable()
export class CorsMetrics implements OnModuleInit, OnModuleDestroy {
  readonly registry = new Registry();
  private readonly decisions = new Counter({
    name: 'cors_decisions_total',
    help: 'Requests with an Origin, by what CORS decided about them.',
    labelNames: ['kind', 'outcome', 'handler'],
    registers: [this.registry],
  });

  onModuleInit(): void {
    subscribe(CORS_DECISION_CHANNEL, this.count);
  }

  onModuleDestroy(): void {
    unsubscribe(CORS_DECISION_CHANNEL, this.count);
  }

  private readonly count = (message: unknown): void => {
    const { kind, reason, handlers } = message as CorsDecision;
    // No client value as a label: each distinct origin would create a time series.
    const outcome = reason === undefined ? 'allowed' : `refused-${reason}`;
    this.decisions.inc({ kind, outcome, handler: handlers[0] ?? 'no route' });
  };
}

const MOST_ORIGINS = 1_000;

@Injectable()
export class EnforceReport implements OnModuleInit, OnModuleDestroy {
  private readonly requests = new Map<string, number>();

  onModuleInit(): void {
    subscribe(CORS_DECISION_CHANNEL, this.note);
  }

  onModuleDestroy(): void {
    unsubscribe(CORS_DECISION_CHANNEL, this.note);
  }

  /** The requests that `enforce: true` would refuse, the most first. */
  lines(): string[] {
    return [...this.requests].sort(([, a], [, b]) => b - a).map(([what, times]) => `${times} × ${what}`);
  }

  private readonly note = (message: unknown): void => {
    const { refusable, enforced, method, origin, handlers } = message as CorsDecision;
    if (!refusable || enforced) return;
    const what = `${method} ${handlers[0] ?? 'no route'} from ${JSON.stringify(origin.slice(0, 100))}`;
    const times = this.requests.get(what);
    // Bounded, because a client can send any number of origins.
    if (times !== undefined || this.requests.size < MOST_ORIGINS) this.requests.set(what, (times ?? 0) + 1);
  };
}

@CorsPolicy({ origin: 'https://app.example.com' })
@Controller('orders')
class OrdersController {
  @Get()
  list() {
    return [];
  }

  @CorsPolicy({ enforce: true })
  @Post()
  create() {
    return {};
  }
}

const APP = { Origin: 'https://app.example.com' };
const EVIL = { Origin: 'https://evil.example' };

describe.each(SETTINGS)('The code of docs/observability.md ($name)', setting => {
  const added: unknown[] = [];
  let served: Served;

  beforeAll(async () => {
    const meter = { createCounter: () => ({ add: (...args: unknown[]) => added.push(args) }) };
    metrics.setGlobalMeterProvider({ getMeter: () => meter as never });

    @Module({
      imports: [CorsModule.forRoot()],
      controllers: [OrdersController],
      providers: [CorsTelemetry, CorsMetrics, EnforceReport],
    })
    class AppModule {}

    served = await Served.start(setting, AppModule);
    await served.get('/orders', APP);
    await served.get('/orders', EVIL);
    await served.get('/orders', EVIL);
    await served.send('POST', '/orders', EVIL);
    await served.preflight('/orders', { origin: APP.Origin, method: 'GET', headers: 'x-a' });
  });
  afterAll(async () => {
    await served.close();
    metrics.disable();
  });

  it('counts for OpenTelemetry', () => {
    expect(added).toHaveLength(5);
    expect(added[0]).toEqual([
      1,
      {
        'cors.kind': 'actual',
        'cors.allowed': true,
        'cors.refusal_reason': 'none',
        'cors.enforced': false,
        'code.function.name': 'OrdersController.list',
      },
    ]);
    expect(added[3]).toMatchObject([
      1,
      { 'cors.allowed': false, 'cors.refusal_reason': 'origin', 'cors.enforced': true },
    ]);
  });

  it('counts for Prometheus', async () => {
    const lines = (await served.app.get(CorsMetrics).registry.metrics()).split('\n');

    expect(lines.filter(line => line.startsWith('cors_decisions_total'))).toEqual([
      'cors_decisions_total{kind="actual",outcome="allowed",handler="OrdersController.list"} 1',
      'cors_decisions_total{kind="actual",outcome="refused-origin",handler="OrdersController.list"} 2',
      'cors_decisions_total{kind="actual",outcome="refused-origin",handler="OrdersController.create"} 1',
      'cors_decisions_total{kind="preflight",outcome="refused-headers",handler="OrdersController.list"} 1',
    ]);
  });

  it('reports what enforce would refuse, before it does', () => {
    expect(served.app.get(EnforceReport).lines()).toEqual([
      '2 × GET OrdersController.list from "https://evil.example"',
    ]);
  });
});
