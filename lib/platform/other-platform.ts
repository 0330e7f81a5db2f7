import type { AbstractHttpAdapter } from '@nestjs/core';
import type { DiscoveredRoute } from '../routing/index.js';
import { Draining } from './draining.js';
import type { HttpPlatform, ServedRoutes } from './http-platform.js';
import type { PlatformParts } from './platform-parts.js';
import { PortablePlatform } from './portable/portable-platform.js';
import { replaceMethod } from './replace-method.js';
import { ServerPlatform } from './server/server-platform.js';

/**
 * An adapter other than Express and Fastify. Whether it has a server of Node's is known only after
 * `initHttpServer()`.
 */
export class OtherPlatform implements HttpPlatform {
  private chosen: HttpPlatform | undefined;
  private readonly draining: Draining;

  constructor(
    private readonly adapter: AbstractHttpAdapter,
    private readonly parts: PlatformParts,
  ) {
    this.draining = new Draining(adapter);
  }

  get registrations(): HttpPlatform['registrations'] {
    return this.platform.registrations;
  }

  install(): void {
    replaceMethod(this.adapter, 'initHttpServer', (init, args) => {
      const result = init(args);
      this.choose();
      return result;
    });
  }

  identify(discovered: readonly DiscoveredRoute[]): ServedRoutes | Promise<ServedRoutes> {
    return this.platform.identify(discovered);
  }

  private get platform(): HttpPlatform {
    return this.chosen ?? this.choose();
  }

  private choose(): HttpPlatform {
    const { adapter, parts, draining } = this;
    const server: unknown = adapter.getHttpServer();
    this.chosen = isServer(server)
      ? new ServerPlatform(adapter, parts, { server, draining })
      : new PortablePlatform(adapter, parts);
    this.chosen.install();
    return this.chosen;
  }
}

function isServer(server: unknown): server is object {
  return typeof server === 'object' && server !== null && 'emit' in server && 'listen' in server;
}
