import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  Controller,
  Get,
  Headers,
  Inject,
  NotFoundException,
  Param,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import type { CorsDecision } from 'nestjs-cors-policy';
import { PAGE_ORIGINS, type PageOrigins } from '../origins.js';
import { Decisions } from './decisions.js';

/** The method that Express's response and Fastify's reply have in common. */
interface Reply {
  header(name: string, value: string): unknown;
}

const FOLDER = new URL('../../page/', import.meta.url);
const CLIENT = pathToFileURL(createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js'));

/** The files in the folder, and the client of Socket.IO. A request cannot choose another path. */
const FILES: ReadonlyMap<string, URL> = new Map([
  ...readdirSync(FOLDER).map(name => [name, new URL(name, FOLDER)] as const),
  ['socket.io.js', new URL('socket.io.esm.min.js', CLIENT)],
]);
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

@Controller()
export class PageController {
  constructor(
    private readonly decisions: Decisions,
    @Inject(PAGE_ORIGINS) private readonly origins: PageOrigins,
  ) {}

  @Get('setup.json')
  setup(@Headers('host') host: string): PageOrigins & { here: string } {
    return { ...this.origins, here: `http://${host}` };
  }

  @Get('decisions.json')
  decided(@Query('attempt') attempt: string): readonly CorsDecision[] {
    return this.decisions.of(attempt);
  }

  @Get()
  page(@Res({ passthrough: true }) reply: Reply): Promise<StreamableFile> {
    const { chat } = this.origins;
    reply.header(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ${chat} ${chat.replace('http', 'ws')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    return this.file('index.html');
  }

  @Get(':name')
  async file(@Param('name') name: string): Promise<StreamableFile> {
    const file = FILES.get(name);
    const type = CONTENT_TYPES[extname(name)];
    if (file === undefined || type === undefined) throw new NotFoundException();
    return new StreamableFile(await readFile(file), { type });
  }
}
