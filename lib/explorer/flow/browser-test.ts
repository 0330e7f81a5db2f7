import { normalizeMethod } from '../../fetch/index.js';
import type { FlowQuestion } from '../messages.js';
import { isSocketUrl } from './handshake-rows.js';
import { sentHeaders } from './sent-headers.js';

const LONGEST_LINE = 48;
/** Characters that do not survive a copy, or that an editor hides. */
const UNSEEN = /(?! )[\p{C}\p{Z}]/gu;

/**
 * A test in which `CorsBrowser` sends the request of the flow and expects the same outcome.
 *
 * @returns TypeScript for Jest or Vitest, in which `app` is the application
 */
export function browserTest(question: FlowQuestion, allowed: boolean): string {
  if (isSocketUrl(question.url)) return socketTest(question, allowed);
  const { origin, url, credentials } = question;
  const method = normalizeMethod(question.method);
  const headers = sentHeaders(question.headers);
  const host = /^(https?:\/\/[^/?#]+)(.*)$/i.exec(url);
  const target = host === null ? url : (host[2] ?? '').replace(/^(?!\/)/, '/');
  const init = [
    ...(method === 'GET' ? [] : [`method: ${literal(method)}`]),
    ...(headers.length === 0
      ? []
      : [`headers: { ${headers.map(([name, value]) => `${literal(name)}: ${literal(value)}`).join(', ')} }`]),
    ...(credentials ? ["credentials: 'include'"] : []),
  ];
  const options = host?.[1] === undefined ? '' : `, { url: ${literal(host[1])} }`;
  const title = allowed
    ? `lets ${origin} read ${method} ${url}`
    : `lets ${origin} read nothing of ${method} ${url}`;
  return `import { CorsBrowser } from 'nestjs-cors-policy/testing';

it(${literal(title)}, async () => {
  const browser = new CorsBrowser(app${options});
  const page = browser.open(${literal(origin)});
  const result = await page.fetch(${literal(target)}${initOf(init)});
  await browser.close();

  expect(result.outcome).toBe('${allowed ? 'readable' : 'blocked'}');
});
`;
}

function socketTest({ origin, url }: FlowQuestion, allowed: boolean): string {
  const title = `lets ${origin} ${allowed ? 'open' : 'not open'} a WebSocket to ${url}`;
  const [, scheme = '', host = '', path = ''] = /^(wss?):\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  const base = `${scheme.toLowerCase() === 'wss' ? 'https' : 'http'}://${host}`;
  return `import { CorsBrowser } from 'nestjs-cors-policy/testing';

it(${literal(title)}, async () => {
  const browser = new CorsBrowser(app, { url: ${literal(base)} });
  const page = browser.open(${literal(origin)});
  const { outcome } = await page.connect(${literal(path.replace(/^(?!\/)/, '/'))});
  await browser.close();

  expect(outcome).toBe('${allowed ? 'open' : 'refused'}');
});
`;
}

/** In one line if it is short. */
function initOf(properties: readonly string[]): string {
  const line = properties.join(', ');
  if (line === '') return '';
  if (line.length <= LONGEST_LINE) return `, { ${line} }`;
  return `, {\n${properties.map(property => `    ${property},\n`).join('')}  }`;
}

/** The text as a string literal. */
function literal(text: string): string {
  const escaped = text
    .replace(/['\\]/g, '\\$&')
    .replace(UNSEEN, character =>
      character.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    );
  return `'${escaped}'`;
}
