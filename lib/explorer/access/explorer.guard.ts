import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
} from '@nestjs/common';
import { CORS_EXPLORER_OPTIONS } from '../cors-explorer.constants.js';
import type { CorsExplorerOptions } from '../cors-explorer-options.interface.js';
import { nodeRequest } from '../platform-request.js';
import { whyNotLocal } from './local-access.js';

const ADVICE =
  'Where something else decides who may open it, say so: CorsExplorerModule.forRoot({ accessIsGuarded: true }).';

/** Lets in who may see what the application opens: this machine, or whom the application's own guards let in. */
@Injectable()
export class ExplorerGuard implements CanActivate {
  constructor(@Inject(CORS_EXPLORER_OPTIONS) private readonly options: Required<CorsExplorerOptions>) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, httpVersion, socket } = nodeRequest(context.switchToHttp().getRequest());
    // Another site may link to the page, but not make a browser ask for what is behind it.
    if (isForeign(headers)) throw new ForbiddenException('The CORS explorer answers to its own page alone.');
    if (this.options.accessIsGuarded) return true;
    const reason = whyNotLocal({ address: socket.remoteAddress, httpVersion, headers });
    if (reason === undefined) return true;
    throw new ForbiddenException(`The CORS explorer answers to this machine alone. ${reason} ${ADVICE}`);
  }
}

/** @see https://www.w3.org/TR/fetch-metadata/ */
function isForeign(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}
