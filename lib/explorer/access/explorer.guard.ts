import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  Optional,
} from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { CORS_OWN_HOSTS } from '../../cors.constants.js';
import { CORS_EXPLORER_OPTIONS } from '../cors-explorer.constants.js';
import type { CorsExplorerOptions } from '../cors-explorer-options.interface.js';
import { type NodeRequest, nodeRequest, queryOf } from '../platform-request.js';
import { ANSWER_HEADERS } from './answer-headers.js';
import { ExplorerAddress } from './explorer-address.js';
import { hostOf, isLoopbackHost, isOwnHost } from './explorer-host.js';
import { ExplorerToken } from './explorer-token.js';

const ADVICE =
  'If something else guards access, write CorsExplorerModule.forRoot({ accessIsGuarded: true }).';

/** Lets in requests with the token, or those that the application's own guards let in. */
@Injectable()
export class ExplorerGuard implements CanActivate {
  constructor(
    @Inject(CORS_EXPLORER_OPTIONS) private readonly options: Required<CorsExplorerOptions>,
    @Inject(ExplorerToken) private readonly token: ExplorerToken,
    @Inject(ExplorerAddress) private readonly address: ExplorerAddress,
    @Inject(HttpAdapterHost) private readonly host: { readonly httpAdapter: AbstractHttpAdapter },
    @Optional() @Inject(CORS_OWN_HOSTS) private readonly ownHosts?: readonly string[],
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const response: unknown = http.getResponse();
    // First of all, so that refusals and errors have these headers too.
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) {
      this.host.httpAdapter.setHeader(response, name, value);
    }
    const request = nodeRequest(http.getRequest());
    // Another site may link to the page, but may not load its data.
    if (isForeign(request.headers)) refuse('It answers its own page alone.');
    if (this.options.accessIsGuarded) this.checkOwnHost(http.getRequest(), request);
    else this.checkToken(request, response);
    return true;
  }

  private checkOwnHost(platformRequest: unknown, { headers }: NodeRequest): void {
    const { ownHosts } = this;
    if (ownHosts === undefined || isOwnHost(platformRequest, headers, ownHosts)) return;
    refuse('The host of the address is not one of ownOrigins.');
  }

  private checkToken(request: NodeRequest, response: unknown): void {
    const { headers } = request;
    const host = hostOf(headers);
    if (!isLoopbackHost(host)) {
      refuse(`The host of the address is not localhost, 127.0.0.1 or [::1]. ${ADVICE}`);
    }
    const isEncrypted = request.socket.encrypted === true;
    const place = this.token.placeIn(queryOf(request), headers);
    if (place === undefined) {
      // Without a server of its own, the application was not told that it listens.
      this.address.print(`${isEncrypted ? 'https' : 'http'}://${host}`);
      refuse(`Open the address that the application has printed, with its token. ${ADVICE}`);
    }
    if (place === 'address') {
      // Appended, since the application may have set cookies of its own.
      const cookie = this.token.cookie(headers, this.address.path, isEncrypted);
      this.host.httpAdapter.appendHeader(response, 'Set-Cookie', cookie);
    }
  }
}

function refuse(reason: string): never {
  throw new ForbiddenException(`The CORS explorer does not answer. ${reason}`);
}

/** @see https://www.w3.org/TR/fetch-metadata/ */
function isForeign(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}
