import { createServer, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { certificate } from './certificate.js';
import { Front, type FrontRequest, type FrontResponse } from './front.js';
import { type Origins, originsOf } from './origins.js';
import { servePage } from './page-site.js';
import { ScenarioApp } from './scenario-app.js';
import type { Scenario } from './scenario.js';
import type { Recorded } from './differences.js';
import { portOf } from '../../e2e/support/applications.js';

const ROLES = ['app', 'app2', 'api', 'other', 'secureApp', 'secureApi'] as const;

/** All the servers that scenarios need: pages, the API on Nest, and what stands before it. */
export class World {
  private constructor(
    readonly origins: Origins,
    private readonly app: ScenarioApp,
    private readonly front: Front,
    private readonly servers: readonly (Server | Http2SecureServer)[],
  ) {}

  static async start(platform: 'express' | 'fastify'): Promise<World> {
    const behind: { front?: Front } = {};
    const handle = (request: FrontRequest, response: FrontResponse) => {
      if (request.url?.startsWith('/c/') === true) behind.front?.handle(request, response);
      else servePage(request, response);
    };
    const started = await Promise.all(
      ROLES.map(async role => {
        const server = role.startsWith('secure')
          ? createSecureServer({ ...certificate(), allowHTTP1: true }, handle)
          : createServer(handle);
        return { role, server, port: await listening(server) };
      }),
    );
    const port = (role: (typeof ROLES)[number]) => started.find(known => known.role === role)?.port ?? 0;
    const origins = originsOf({
      app: port('app'),
      app2: port('app2'),
      api: port('api'),
      other: port('other'),
      secureApp: port('secureApp'),
      secureApi: port('secureApi'),
    });
    const app = await ScenarioApp.start(platform, origins);
    const front = new Front(origins, portOf(app.app));
    behind.front = front;
    return new World(
      origins,
      app,
      front,
      started.map(({ server }) => server),
    );
  }

  get application(): ScenarioApp['app'] {
    return this.app.app;
  }

  /** The requests for a scenario since the last call. */
  take({ id }: Scenario): Recorded[] {
    return this.front.take(id);
  }

  /** Puts a scenario's step's policy in force. */
  async enter({ id, server }: Scenario, step: number): Promise<void> {
    if (server.phases === undefined) return;
    this.front.enter(id, step);
    const policy = server.phases[step]?.policy ?? server.policy;
    if (policy !== undefined) await this.app.change(id, policy);
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
    }
    await this.app.close();
  }
}

function listening(server: Server | Http2SecureServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
