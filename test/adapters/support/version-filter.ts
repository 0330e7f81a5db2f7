import { VERSION_NEUTRAL, VersioningType, type VersioningOptions } from '@nestjs/common';
import type { VersionValue } from '@nestjs/common/internal';
import type { IncomingHttpHeaders } from 'node:http';
import type { Handler, Next } from './handlers.js';

interface RequestWithHeaders {
  readonly headers: IncomingHttpHeaders;
}

/** The handler of one version, which passes requests for others on. */
export function filterByVersion<Request extends RequestWithHeaders, Response>(
  handler: Handler<Request, Response>,
  version: VersionValue,
  options: VersioningOptions,
): (request: Request, response: Response, next: Next) => unknown {
  const own: readonly unknown[] = Array.isArray(version) ? version : [version];
  if (version === VERSION_NEUTRAL || options.type === VersioningType.URI)
    return (request, response, next) => handler(request, response, next);
  return (request, response, next) => {
    const asked = askedVersions(request, options);
    const serves =
      asked.length === 0 ? own.includes(VERSION_NEUTRAL) : asked.some(each => own.includes(each));
    if (serves) return handler(request, response, next);
    next();
    return undefined;
  };
}

/** The versions that a request names, in any of the supported ways. */
function askedVersions(
  request: RequestWithHeaders,
  options: Exclude<VersioningOptions, { type: VersioningType.URI }>,
): readonly string[] {
  switch (options.type) {
    case VersioningType.HEADER:
      return [request.headers[options.header.toLowerCase()] ?? []].flat();
    case VersioningType.MEDIA_TYPE: {
      const { accept = '' } = request.headers;
      const parameter = accept
        .split(/[;,]/)
        .map(part => part.trim())
        .find(part => part.startsWith(options.key));
      return parameter === undefined ? [] : [parameter.slice(options.key.length)];
    }
    case VersioningType.CUSTOM:
      return [options.extractor(request)].flat();
  }
}
