import * as bullBoard from '@bull-board/api';
import * as bullBoardExpress from '@bull-board/express';
import * as bullBoardFastify from '@bull-board/fastify';
import * as mcp from '@modelcontextprotocol/sdk/server/mcp.js';
import * as mcpTransport from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as apollo from '@nestjs/apollo';
import * as graphql from '@nestjs/graphql';
import * as staticFiles from '@nestjs/serve-static';
import * as swagger from '@nestjs/swagger';
import * as betterAuth from 'better-auth';
import * as betterAuthMemory from 'better-auth/adapters/memory';
import * as betterAuthNode from 'better-auth/node';
import * as crypto from 'node:crypto';
import * as path from 'node:path';
import * as metrics from 'prom-client';

/** The applications of others that recipes use. */
export const APPLICATION_MODULES: Readonly<Record<string, object>> = {
  '@bull-board/api': bullBoard,
  '@bull-board/express': bullBoardExpress,
  '@bull-board/fastify': bullBoardFastify,
  '@modelcontextprotocol/sdk/server/mcp.js': mcp,
  '@modelcontextprotocol/sdk/server/streamableHttp.js': mcpTransport,
  '@nestjs/apollo': apollo,
  '@nestjs/graphql': graphql,
  '@nestjs/serve-static': staticFiles,
  '@nestjs/swagger': swagger,
  'better-auth': betterAuth,
  'better-auth/adapters/memory': betterAuthMemory,
  'better-auth/node': betterAuthNode,
  'node:crypto': crypto,
  'node:path': path,
  'prom-client': metrics,
};
