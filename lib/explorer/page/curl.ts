import type { FlowQuestion, FlowRequest } from '../messages.js';

/** Control characters, which a terminal obeys when they are pasted, whatever quotes are around them; and what hides or reorders text. */
const UNSAFE_TO_PASTE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The preflight as a command for a POSIX shell. curl sends what it is told, so that an origin and a host need not be one's own.
 *
 * @param base the origin at which the application answers
 */
export function preflightCurl(request: FlowRequest, base: string): string {
  return command(request, base, ['-i', '-X', 'OPTIONS'], request.headers);
}

/** The actual request as a command; without a body, whose bytes CORS does not ask about. */
export function actualCurl(request: FlowRequest, { credentials }: FlowQuestion, base: string): string {
  const method = request.method === 'HEAD' ? ['-I'] : ['-i', '-X', request.method];
  const cookie = credentials ? [['Cookie', 'name=value'] as const] : [];
  return command(request, base, method, [...request.headers, ...cookie]);
}

function command(
  { url }: FlowRequest,
  base: string,
  options: readonly string[],
  headers: FlowRequest['headers'],
): string {
  const [, host, path = url] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  const target = `${base}${path.startsWith('/') ? path : `/${path}`}`;
  const lines = [
    // --globoff: brackets and braces in a URL are what they are. --path-as-is: so are dots.
    ['curl', '--globoff', '--path-as-is', ...options.map(quoted), quoted(target.replace(/#.*$/, ''))].join(
      ' ',
    ),
    ...(host === undefined ? [] : [`-H ${quoted(`Host: ${host}`)}`]),
    ...headers.map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
  ];
  return lines.join(' \\\n  ');
}

/** One word of a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  if (/^[\w./:=@-]+$/.test(text)) return text;
  if (text.search(UNSAFE_TO_PASTE) < 0) return singleQuoted(text);
  const escaped = text.replaceAll('\\', '\\\\').replace(/!/g, octal).replace(UNSAFE_TO_PASTE, octal);
  return `"$(printf %b ${singleQuoted(escaped)})"`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function octal(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map(byte => `\\0${byte.toString(8).padStart(3, '0')}`)
    .join('');
}
