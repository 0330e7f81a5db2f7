import type { INestApplication } from '@nestjs/common';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type StartOptions, SETTINGS } from '../e2e/support/applications.js';
import { HeadWrapper } from './support/head-wrapper.js';
import { ownPolicies, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

function serverOf(app: INestApplication): Server {
  return app.getHttpServer() as Server;
}

function takeListeners(server: Server): Listener[] {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  return listeners;
}

/**
 * Handles some requests of a server, as a WebSocket engine does for its own path, and passes on the
 * others.
 */
function attachEngine(app: INestApplication): void {
  const server = serverOf(app);
  const listeners = takeListeners(server);
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/engine/') === true) response.end('engine');
    else for (const listener of listeners) listener.call(server, request, response);
  });
}

/** Hands requests on later, as a listener does that waits for something. */
function attachLate(app: INestApplication): void {
  const server = serverOf(app);
  const listeners = takeListeners(server);
  server.on('request', (request, response) => {
    setImmediate(() => {
      for (const listener of listeners) listener.call(server, request, response);
    });
  });
}

function attachTwice(app: INestApplication): void {
  attachEngine(app);
  attachEngine(app);
}

const ATTACHMENTS = {
  'for a path of its own': attachEngine,
  'twice': attachTwice,
  'and hands them on later': attachLate,
} as const;

const ROWS = (Object.keys(ATTACHMENTS) as (keyof typeof ATTACHMENTS)[]).flatMap(attachment =>
  (['before', 'after'] as const).map(when => [attachment, when] as const),
);

describe.each(SETTINGS)("something else takes the server's requests: $name", setting => {
  test.each(ROWS)('%s, from %s the start: each route has its own policy', async (attachment, when) => {
    const attach = ATTACHMENTS[attachment];
    const start: StartOptions = when === 'before' ? { configure: attach } : {};
    await whileServed(setting, vaultModule(), start, async served => {
      if (when === 'after') attach(served.app);
      expect(await vaultAnswers(served)).toEqual(ownPolicies());
    });
  });

  test.each(['before', 'after'] as const)(
    'from %s the start, with a writeHead of its own: it runs once for each response',
    async when => {
      const wrapper = new HeadWrapper();
      const attach = (app: INestApplication): void => {
        attachEngine(app);
        serverOf(app).prependListener('request', (_request, response) => {
          wrapper.wrap(response);
        });
      };
      const start: StartOptions = when === 'before' ? { configure: attach } : {};
      await whileServed(setting, vaultModule(), start, async served => {
        if (when === 'after') attach(served.app);
        const { answers, preflights } = await vaultAnswers(served);
        const expected = ownPolicies();
        expect({ answers, preflights }).toEqual({
          answers: expected.answers,
          preflights: expected.preflights,
        });
        expect(wrapper.calls).toBe(Object.keys(answers).length + Object.keys(preflights).length);
      });
    },
  );
});
