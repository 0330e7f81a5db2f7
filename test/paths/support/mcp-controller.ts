import { All, Body, Controller, Res } from '@nestjs/common';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type AnyResponse, rawOf } from '../../resource-policy/files.js';

const sessions = new Map<string, StreamableHTTPServerTransport>();

/** As the SDK's documentation has it: a transport for each session. */
@Controller('mcp')
export class McpController {
  static sessionsEverStarted = 0;

  @All()
  async handle(@Res() response: AnyResponse, @Body() body: unknown): Promise<void> {
    const node = rawOf(response);
    const raw = node.req;
    const transport = sessions.get(String(raw.headers['mcp-session-id'])) ?? (await newSession());
    await transport.handleRequest(raw, node, body);
  }
}

async function newSession(): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: id => {
      McpController.sessionsEverStarted += 1;
      sessions.set(id, transport);
    },
    onsessionclosed: id => {
      sessions.delete(id);
    },
  });
  const server = new McpServer({ name: 'greetings', version: '1.0.0' });
  server.registerTool('greet', { inputSchema: { name: z.string() } }, ({ name }) => ({
    content: [{ type: 'text', text: `Hello, ${name}` }],
  }));
  await server.connect(transport);
  return transport;
}
