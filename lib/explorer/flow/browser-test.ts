import { normalizeMethod } from '../../fetch/index.js';
import type { FlowQuestion } from '../messages.js';
import { sentHeaders } from './sent-headers.js';

const LONGEST_LINE = 48;
/** Characters that would not survive a copy, or that an editor hides. */
const UNSEEN = /(?! )[\p{C}\p{Z}]/gu;

/**
 * A test that holds the application to what the flow shows: `CorsBrowser` sends the same request, and the outcome has to be the same.
 *
 * @returns TypeScript for Jest or Vitest, in which `app` is the application
 */
export function browserTest(question: FlowQuestion, allowed: boolean): string {
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

/** In one line if it is short. */
function initOf(properties: readonly string[]): string {
  const line = properties.join(', ');
  if (line === '') return '';
  if (line.length <= LONGEST_LINE) return `, { ${line} }`;
  return `, {\n${properties.map(property => `    ${property},\n`).join('')}  }`;
}

/** A string as a program has it. */
function literal(text: string): string {
  const escaped = text
    .replace(/['\\]/g, '\\$&')
    .replace(UNSEEN, character =>
      character.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    );
  return `'${escaped}'`;
}
