import {
  HttpException,
  InternalServerErrorException,
  type NestApplicationOptions,
  RequestMethod,
  StreamableFile,
  type VersioningOptions,
} from '@nestjs/common';
import type { RouteInfo, SecurityRequestHook, VersionValue } from '@nestjs/common/internal';
import { AbstractHttpAdapter } from '@nestjs/core';
import cors, { type CorsOptions } from 'cors';
import {
  type IncomingMessage,
  STATUS_CODES,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { Socket } from 'node:net';
import { format } from 'node:util';
import serveStatic from 'serve-static';
import { type ParsedBody, readBody } from './support/body-parsing.js';
import {
  type AnyHandler,
  type ErrorHandler,
  type Handler,
  type Next,
  isHandler,
} from './support/handlers.js';
import type { PathMatching } from './support/ordered-routes.js';
import { RequestPipeline, type RoutedRequest, pathOf } from './support/request-pipeline.js';
import type { RouteTable } from './support/route-table.js';
import { filterByVersion } from './support/version-filter.js';

/** The properties of a request that Nest reads and writes. */
export interface AdapterRequest extends RoutedRequest {
  readonly headers: IncomingMessage['headers'];
  body: unknown;
  rawBody: Buffer | undefined;
}

type ViewRenderer = (view: string, options: unknown) => string;

const METHODS: Readonly<Partial<Record<RequestMethod, string>>> = Object.fromEntries(
  Object.entries(RequestMethod).flatMap(([name, value]) =>
    typeof value === 'number' && name !== 'ALL' ? [[value, name]] : [],
  ),
);

/**
 * An HTTP adapter directly on `node:http`. Subclasses define requests and responses, how paths
 * match, and how a route is selected.
 */
export abstract class NodeHttpAdapter<
  Request extends AdapterRequest,
  Response extends object,
> extends AbstractHttpAdapter<Server, Request, Response> {
  protected readonly pipeline: RequestPipeline<Request, Response>;
  private readonly prefixes = new Set<string>();
  private readonly sockets = new Set<Socket>();
  private parsesBodies = false;
  private closing = false;
  private renderView: ViewRenderer | undefined;

  constructor(newTable: () => RouteTable<Request, Response>, matching: PathMatching) {
    super();
    this.pipeline = new RequestPipeline<Request, Response>(newTable, matching, (error, request, response) => {
      this.endUnanswered(error, request, response);
    });
    this.setInstance(this.pipeline);
  }

  protected abstract wrap(
    request: IncomingMessage,
    response: ServerResponse,
  ): { request: Request; response: Response };

  protected abstract rawRequest(request: Request): IncomingMessage;

  protected abstract rawResponse(response: Response): ServerResponse;

  override use(...args: readonly (string | AnyHandler<Request, Response>)[]): this {
    const path = typeof args[0] === 'string' ? args[0] : '/';
    for (const handler of args) {
      if (typeof handler !== 'string') this.pipeline.use(this.normalizePath(path), handler);
    }
    return this;
  }

  private route(method: string | undefined, args: readonly (string | Handler<Request, Response>)[]): this {
    const path = typeof args[0] === 'string' ? args[0] : '/';
    for (const handler of args) {
      if (typeof handler !== 'string') this.pipeline.route(method, this.normalizePath(path), handler);
    }
    return this;
  }

  override get(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('GET', args);
  }
  override post(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('POST', args);
  }
  override head(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('HEAD', args);
  }
  override delete(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('DELETE', args);
  }
  override put(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('PUT', args);
  }
  override patch(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('PATCH', args);
  }
  override propfind(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('PROPFIND', args);
  }
  override proppatch(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('PROPPATCH', args);
  }
  override mkcol(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('MKCOL', args);
  }
  override copy(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('COPY', args);
  }
  override move(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('MOVE', args);
  }
  override lock(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('LOCK', args);
  }
  override unlock(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('UNLOCK', args);
  }
  override search(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('SEARCH', args);
  }
  override query(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('QUERY', args);
  }
  override options(...args: (string | Handler<Request, Response>)[]): this {
    return this.route('OPTIONS', args);
  }
  override all(...args: (string | Handler<Request, Response>)[]): this {
    return this.route(undefined, args);
  }

  override listen(port: number | string, ...others: (string | (() => void) | undefined)[]): Server {
    const [last] = others.slice(-1);
    const [hostname] = others;
    const callback = typeof last === 'function' ? last : undefined;
    return this.httpServer.listen(
      { port: Number(port), ...(typeof hostname === 'string' ? { host: hostname } : {}) },
      callback,
    );
  }

  initHttpServer(options: NestApplicationOptions): void {
    // Another application may have closed the adapter before.
    this.closing = false;
    this.httpServer = createServer((rawRequest, rawResponse) => {
      const { request, response } = this.wrap(rawRequest, rawResponse);
      this.pipeline.handle(request, response);
    });
    if (options.forceCloseConnections === true) {
      this.httpServer.on('connection', (socket: Socket) => {
        this.sockets.add(socket);
        socket.on('close', () => this.sockets.delete(socket));
      });
    }
    if (options.return503OnClosing === true) {
      this.use((_request: Request, response: Response, next: Next) => {
        if (!this.closing) {
          next();
          return;
        }
        this.setHeader(response, 'Connection', 'close');
        this.reply(response, 'Service Unavailable', 503);
      });
    }
  }

  override beforeClose(): void {
    this.closing = true;
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const socket of this.sockets) socket.destroy();
    const { httpServer } = this;
    await new Promise(resolve => httpServer.close(resolve));
  }

  registerParserMiddleware(_prefix?: string, rawBody = false): void {
    if (this.parsesBodies) return;
    this.parsesBodies = true;
    this.use((request: Request, _response: Response, next: Next) => {
      const keep = (parsed: ParsedBody | undefined): void => {
        request.body = parsed?.body;
        if (rawBody) request.rawBody = parsed?.rawBody;
        next();
      };
      readBody(this.rawRequest(request)).then(keep, next);
    });
  }

  enableCors(options?: CorsOptions): void {
    const handle = cors(options);
    this.use((request: Request, response: Response, next: Next) => {
      handle(this.rawRequest(request), this.rawResponse(response), next);
    });
  }

  override registerSecurityHook(hook: SecurityRequestHook<Request>): void {
    this.use((request: Request, response: Response, next: Next) => {
      next(hook(request, this.rawResponse(response)));
    });
  }

  createMiddlewareFactory(requestMethod: RequestMethod): (path: string, callback: unknown) => void {
    return (path, callback) => {
      if (!isHandler<Request, Response>(callback)) throw new TypeError('Middleware is a function.');
      const method = METHODS[requestMethod];
      // Nest marks a path that stands for itself alone with `$`.
      if (path.endsWith('$')) this.pipeline.useExact(method, this.normalizePath(path.slice(0, -1)), callback);
      else if (requestMethod in RequestMethod)
        this.pipeline.useExact(method, this.normalizePath(path), callback);
      else this.use(path, callback);
    };
  }

  setErrorHandler(handler: ErrorHandler<Request, Response>): void {
    this.use((error, request, response, next) => handler(error, request, response, next));
  }

  setNotFoundHandler(
    handler: Handler<Request, Response>,
    prefix = '',
    excluded: readonly RouteInfo[] = [],
  ): void {
    const own = prefix === '' ? '' : `/${prefix.replace(/^\/|\/$/g, '')}`;
    if (own !== '') {
      this.prefixes.add(own);
      this.use(own, handler);
      for (const { path } of excluded) this.all(path.startsWith('/') ? path : `/${path}`, handler);
      return;
    }
    this.use((request: Request, response: Response, next: Next) => {
      const path = pathOf(request.url);
      const others = [...this.prefixes].some(each => path === each || path.startsWith(`${each}/`));
      if (others) next();
      else return handler(request, response, next);
      return undefined;
    });
  }

  applyVersionFilter(
    handler: Handler<Request, Response>,
    version: VersionValue,
    options: VersioningOptions,
  ): ReturnType<AbstractHttpAdapter<Server, Request, Response>['applyVersionFilter']> {
    return filterByVersion(handler, version, options) as ReturnType<
      AbstractHttpAdapter<Server, Request, Response>['applyVersionFilter']
    >;
  }

  override mapException(error: unknown): unknown {
    if (error instanceof URIError) return new HttpException(error.message, 400);
    return error;
  }

  useStaticAssets(folder: string, { prefix = '' }: { readonly prefix?: string } = {}): void {
    const serve = serveStatic(folder);
    this.use(prefix === '' ? '/' : prefix, (request: Request, response: Response, next: Next) => {
      const raw = this.rawRequest(request);
      const { url } = raw;
      raw.url = url?.slice(prefix.replace(/\/$/, '').length);
      serve(raw, this.rawResponse(response), error => {
        if (url !== undefined) raw.url = url;
        next(error);
      });
    });
  }

  setViewEngine(render: string | ViewRenderer): void {
    if (typeof render === 'string') throw new TypeError('A view engine is a function here.');
    this.renderView = render;
  }

  render(response: Response, view: string, options: unknown): void {
    if (this.renderView === undefined) throw new InternalServerErrorException('There is no view engine.');
    this.setHeader(response, 'Content-Type', 'text/html; charset=utf-8');
    this.rawResponse(response).end(this.renderView(view, options));
  }

  reply(response: Response, body: unknown, statusCode?: number): void {
    if (statusCode !== undefined) this.status(response, statusCode);
    const raw = this.rawResponse(response);
    if (body === null || body === undefined) {
      raw.end();
    } else if (body instanceof StreamableFile) {
      const { type, disposition, length } = body.getHeaders();
      for (const [name, value] of Object.entries({
        'Content-Type': type,
        'Content-Disposition': disposition,
        'Content-Length': length,
      })) {
        if (value !== undefined && !raw.hasHeader(name)) raw.setHeader(name, value);
      }
      const stream = body.getStream();
      stream.on('error', () => raw.destroy());
      stream.pipe(raw);
    } else if (typeof body === 'object') {
      send(raw, 'application/json; charset=utf-8', JSON.stringify(body));
    } else {
      send(raw, 'text/plain; charset=utf-8', format('%s', body));
    }
  }

  status(response: Response, statusCode: number): void {
    this.rawResponse(response).statusCode = statusCode;
  }

  end(response: Response, message?: string): void {
    this.rawResponse(response).end(message);
  }

  redirect(response: Response, statusCode: number, url: string): void {
    this.status(response, statusCode);
    this.setHeader(response, 'Location', url);
    this.end(response);
  }

  isHeadersSent(response: Response): boolean {
    return this.rawResponse(response).headersSent;
  }

  getHeader(response: Response, name: string): number | string | string[] | undefined {
    return this.rawResponse(response).getHeader(name);
  }

  setHeader(response: Response, name: string, value: string): void {
    this.rawResponse(response).setHeader(name, value);
  }

  appendHeader(response: Response, name: string, value: string): void {
    this.rawResponse(response).appendHeader(name, value);
  }

  getRequestHostname(request: Request): string {
    return (request.headers.host ?? '').replace(/:\d*$/, '');
  }

  getRequestMethod(request: Request): string {
    return request.method;
  }

  getRequestUrl(request: Request): string {
    return request.url;
  }

  getType(): string {
    return 'node-http-test';
  }

  private endUnanswered(error: unknown, request: Request, response: Response): void {
    const raw = this.rawResponse(response);
    if (raw.headersSent) {
      raw.destroy();
      return;
    }
    const status = error === undefined ? 404 : 500;
    this.status(response, status);
    send(raw, 'text/plain; charset=utf-8', `${STATUS_CODES[status] ?? ''}: ${request.method} ${request.url}`);
  }
}

function send(response: ServerResponse, type: string, text: string): void {
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
