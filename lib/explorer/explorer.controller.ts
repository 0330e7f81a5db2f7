import {
  BadRequestException,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  Req,
  Res,
  ServiceUnavailableException,
  type Type,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CORS_SERVICE } from '../cors.constants.js';
import type { CorsService } from '../cors.service.js';
import { CorsPolicy } from '../decorators/index.js';
import { ExplorerGuard } from './access/explorer.guard.js';
import { TOKEN_PARAMETER } from './access/explorer-token.js';
import { EXPLORER_CONTROLLER, isExplorerHandler } from '../cors.explorer-handler.js';
import { flowAnswer } from './flow/flow-answer.js';
import { combinedHeaders, flowQuestion } from './flow/flow-question.js';
import { isSocketUrl } from './flow/handshake-rows.js';
import { EVENT_STREAM, LiveStreams, MOST_STREAMS } from './live/live-streams.js';
import type { FlowAnswer, FlowQuestion } from './messages.js';
import { PAGE_FILES } from './page-files.generated.js';
import { nodeRequest, queryOf, takeOver } from './platform-request.js';
import { surfaceMessage } from './surface/surface-message.js';

/** Stands in the page for the folder of its files, relative to the page's own URL. */
const HERE = '{{here}}';

/**
 * Makes the controller of the page and of the data that it loads. Every response is sent past Nest,
 * so that no interceptor of the application wraps it.
 *
 * @param path below the global prefix, without slashes around it
 */
export function explorerController(path: string): Type<object> {
  const own = path.slice(path.lastIndexOf('/') + 1);

  // The guard checks host and site itself. enforce of the defaults would refuse localhost if it is
  // not in ownOrigins.
  @CorsPolicy({ origin: false, resourcePolicy: 'same-origin', enforce: false })
  @UseGuards(ExplorerGuard)
  @Controller({ path, version: VERSION_NEUTRAL })
  class CorsExplorerController {
    constructor(
      @Inject(CORS_SERVICE) private readonly cors: CorsService,
      @Inject(LiveStreams) private readonly streams: LiveStreams,
      @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    ) {}

    @Get()
    page(@Req() request: unknown, @Res() response: unknown): void {
      // Relative URLs resolve differently if the address ends with a slash.
      const [pathname = ''] = (nodeRequest(request).url ?? '').split('?', 1);
      this.send(response, 'page.html', pathname.endsWith('/') ? '.' : own);
    }

    @Get('files/:file')
    file(@Param('file') name: string, @Res() response: unknown): void {
      this.send(response, name, '.');
    }

    @Get('surface')
    surface(@Res() response: unknown): void {
      const routes = this.cors.routes().filter(({ handler }) => !isExplorerHandler(handler));
      this.reply(response, 'application/json; charset=utf-8', JSON.stringify(surfaceMessage(routes)));
    }

    @Get('flow')
    async flow(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      const query = queryOf(nodeRequest(request));
      query.delete(TOKEN_PARAMETER);
      const answer = await this.answer(flowQuestion(query));
      this.reply(response, 'application/json; charset=utf-8', JSON.stringify(answer));
    }

    @Get('live')
    live(@Req() request: unknown, @Res() response: unknown): void {
      const { method, headers } = nodeRequest(request);
      // Platforms serve HEAD by GET. A stream would never end the response to HEAD.
      if (method === 'HEAD') {
        this.reply(response, EVENT_STREAM, '');
        return;
      }
      if (this.streams.isFull)
        throw new ServiceUnavailableException(`At most ${MOST_STREAMS} pages may watch at the same time.`);
      const { 'last-event-id': lastId } = headers;
      this.streams.start(takeOver(response), /^\d{1,15}$/.test(String(lastId)) ? Number(lastId) : 0);
    }

    private async answer(question: FlowQuestion): Promise<FlowAnswer> {
      const { headers, ...asked } = question;
      try {
        const { url, origin } = asked;
        const explanation = isSocketUrl(url)
          ? await this.cors.explain({ url, origin })
          : await this.cors.explain({ ...asked, headers: combinedHeaders(headers) });
        return flowAnswer(question, explanation);
      } catch (error) {
        // explain() throws it for a request that no browser would send. The message says why.
        if (error instanceof TypeError) throw new BadRequestException(error.message);
        throw error;
      }
    }

    private send(response: unknown, name: string, here: string): void {
      const file = PAGE_FILES.get(name);
      if (file === undefined) throw new NotFoundException('The explorer has no such file.');
      this.reply(response, file.contentType, file.content.replaceAll(HERE, here));
    }

    private reply(response: unknown, contentType: string, body: string): void {
      const { httpAdapter } = this.host;
      httpAdapter.setHeader(response, 'Content-Type', contentType);
      httpAdapter.reply(response, body, 200);
    }
  }

  // A minifier may rename the class.
  Object.defineProperty(CorsExplorerController, 'name', { value: EXPLORER_CONTROLLER });
  return CorsExplorerController;
}
