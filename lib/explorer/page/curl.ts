import type { FlowQuestion, FlowRequest } from '../messages.js';
import { isSocketUrl } from './question.js';

/**
 * Control characters, which a terminal obeys when they are pasted, also between quotes, and
 * characters that hide or reorder text.
 */
const UNSAFE_TO_PASTE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * What a WebSocket handshake has besides the headers that concern CORS. The key is any 16 bytes.
 */
const HANDSHAKE = [
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
] as const;

/**
 * The preflight as a command for a POSIX shell. curl sends any Origin and any Host.
 *
 * @param base the origin at which the application answers
 */
export function preflightCurl(request: FlowRequest, base: string): string {
  return command(request, base, ['-i', '-X', 'OPTIONS'], request.headers);
}

/** The actual request as a command, without a body, which plays no part in CORS. */
export function actualCurl(request: FlowRequest, { credentials }: FlowQuestion, base: string): string {
  // A socket stays open after 101, so the command ends after two seconds.
  if (isSocketUrl(request.url)) {
    const options = ['-i', '--http1.1', '--max-time', '2'];
    return command(request, base, options, [...request.headers, ...HANDSHAKE]);
  }
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
  const [, host, path = url] = /^(?:http|ws)s?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  const target = `${base}${path.startsWith('/') ? path : `/${path}`}`;
  const lines = [
    // curl would expand brackets and braces in a URL, and resolve dot segments.
    ['curl', '--globoff', '--path-as-is', ...options.map(quoted), quoted(target.replace(/#.*$/, ''))].join(
      ' ',
    ),
    ...(host === undefined ? [] : [`-H ${quoted(`Host: ${host}`)}`]),
    ...headers.map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
  ];
  return lines.join(' \\\n  ');
}

/** Any text as one word of a POSIX shell. */
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
