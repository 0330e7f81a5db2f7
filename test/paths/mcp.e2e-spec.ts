import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import type { Served } from '../e2e/support/served.js';
import { APP, EVIL, NATIVE, PARTNER, behindPaths, expectOthersClosed } from './support/behind-paths.js';
import { McpController } from './support/mcp-controller.js';

const HOST = 'https://mcp.example';
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'page', version: '1' } },
};

/** The requests of a client in a page. */
const POST = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'accept': 'application/json, text/event-stream' },
  body: JSON.stringify(INITIALIZE),
};

describe.each(NATIVE)('the MCP SDK on $name', platform => {
  const served = behindPaths(platform, {
    options: { ownOrigins: [HOST, 'http://127.0.0.1'] },
    paths: {
      '/mcp': {
        origin: PARTNER,
        methods: ['GET', 'POST', 'DELETE'],
        allowedHeaders: ['Content-Type', 'Mcp-Session-Id', 'Mcp-Protocol-Version', 'Last-Event-ID'],
        exposedHeaders: 'Mcp-Session-Id',
        enforce: true,
      },
    },
    controllers: [McpController],
  });

  test('its client works over a socket', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', served().url));
    await client.connect(transport);
    try {
      expect(transport.sessionId).toEqual(expect.any(String));
      const result = await client.callTool({ name: 'greet', arguments: { name: 'Ada' } });
      expect(result.content).toEqual([{ type: 'text', text: 'Hello, Ada' }]);
      await transport.terminateSession();
    } finally {
      await client.close();
    }
  });

  test('its client works in a page of the origin of the key', async () => {
    const seen: string[] = [];
    const { client, transport } = await connect(served(), PARTNER, seen);
    try {
      expect(transport.sessionId).toEqual(expect.any(String));
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(['greet']);
      await transport.terminateSession();
      expect(new Set(seen)).toEqual(new Set(['POST', 'GET', 'DELETE']));
    } finally {
      await client.close();
    }
  });

  test.each([APP, EVIL])('it does not in a page of %s', async origin => {
    const before = McpController.sessionsEverStarted;
    await expect(connect(served(), origin, [])).rejects.toThrow('CORS');
    const { status } = await served().send('POST', '/mcp', { ...POST.headers, Origin: origin }, POST.body);
    expect(status).toBe(403);
    expect(McpController.sessionsEverStarted).toBe(before);
  });

  test('a page that rebinds its name to the server starts no session', async () => {
    const before = McpController.sessionsEverStarted;
    const rebound = { ...POST.headers, Origin: 'http://evil.example', Host: 'evil.example' };
    expect((await served().send('POST', '/mcp', rebound, POST.body)).status).toBe(403);
    expect((await served().send('GET', '/mcp', { Host: 'evil.example' })).status).toBe(403);
    expect(McpController.sessionsEverStarted).toBe(before);
  });

  test('its own page is served', async () => {
    const own = { ...POST.headers, Origin: HOST, Host: 'mcp.example' };
    const { status, headers } = await served().send('POST', '/mcp', own, POST.body);
    expect([status, headers['mcp-session-id']]).toEqual([200, expect.any(String)]);
  });

  test('the rest is for the defaults', () => expectOthersClosed(served(), '/mcp/more'));
});

/** The SDK's client, with the fetch() of a page. */
async function connect(
  { app }: Served,
  origin: string,
  methods: string[],
): Promise<{ client: Client; transport: StreamableHTTPClientTransport }> {
  const page = new CorsBrowser(app, { url: HOST, timeout: 2_000 }).open(origin);
  const client = new Client({ name: 'page', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', HOST), {
    fetch: async (target, { method = 'GET', headers, body } = {}) => {
      methods.push(method);
      const result = await page.fetch(String(target), {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        ...(typeof body === 'string' ? { body } : {}),
      });
      const { reason, response } = result;
      if (response === undefined) throw new TypeError(`CORS: ${reason}`);
      const { status } = response;
      return new Response(hasNoBody(status) ? null : response.body, { status, headers: response.headers });
    },
  });
  await client.connect(transport);
  return { client, transport };
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}
