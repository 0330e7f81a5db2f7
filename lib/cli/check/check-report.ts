import { type Style, painted } from '../terminal/style.js';
import { printable } from '../terminal/printable.js';
import { wrapped } from '../terminal/wrapped.js';
import { CULPRITS } from './culprits.js';
import type { Finding } from './finding.js';
import type { Verdict } from './findings.js';
import type { Sent } from './host-network.js';
import { type Observation, OTHER_ORIGIN } from './observation.js';
import { shownHeaders } from './shown-headers.js';
import { toldSteps } from './told-steps.js';

/** A check as text: where the fault is, what to change, and the requests. */
export function checkReport(
  seen: Observation,
  { readable, findings }: Verdict,
  notes: readonly string[],
  log: readonly Sent[],
  style: Style,
): string {
  const { asked } = seen;
  const outcome = readable ? painted('✓ READABLE', 'green', style) : painted('✗ BLOCKED', 'red', style);
  const lines = [
    outcome,
    ...textLines(
      `${asked.method} ${asked.url.href}${asked.credentials ? ' with credentials' : ''}`,
      '  ',
      style,
    ),
    ...textLines(`requested by a page of ${asked.origin}`, '  ', style),
    '',
    ...findingLines(findings, style),
    ...notes.flatMap(note => textLines(note, 'Note: ', style)),
    ...(notes.length > 0 ? [''] : []),
    ...flowLines(seen, style),
    ...besideLines(log.slice(seen.sent.length), style),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The findings, the cause first. */
export function findingLines([first, ...others]: readonly Finding[], style: Style): string[] {
  if (first === undefined) return ['No fault was found.', ''];
  return [
    painted(`Where the fault is: ${CULPRITS[first.who]}`, 'bold', style),
    ...oneFinding(first, style),
    ...(others.length > 0 ? [painted('Also', 'bold', style)] : []),
    ...others.flatMap(finding => oneFinding(finding, style, CULPRITS[finding.who])),
  ];
}

function oneFinding({ code, what, change }: Finding, style: Style, who?: string): string[] {
  return [
    ...textLines(who === undefined ? code : `${code} (${who})`, '  Cause   ', style),
    ...textLines(what, '  Seen    ', style),
    ...textLines(change, '  Change  ', style),
    '',
  ];
}

function flowLines(seen: Observation, style: Style): string[] {
  return [
    painted('Requests and checks', 'bold', style),
    ...seen.sent.flatMap(each => exchangeLines(each, style)),
    ...toldSteps(seen).flatMap(({ step, passed, detail }) =>
      textLines(`${step}: ${detail}`, passed ? '  ✓ ' : '  ✗ ', style),
    ),
    '',
  ];
}

function exchangeLines(
  { method, inPlaceOf, url, headers, response, failure, milliseconds }: Sent,
  style: Style,
): string[] {
  if (failure?.code === 'not-sent') return [];
  const instead = inPlaceOf === undefined ? '' : ` (in place of ${inPlaceOf})`;
  return [
    ...textLines(`${method} ${url.href}${instead}`, '  page → server  ', style),
    ...headerLines(shownHeaders(headers, 'request'), style),
    ...textLines(
      response === undefined ? (failure?.what ?? '') : `${response.status}, ${milliseconds} ms`,
      '  page ← server  ',
      style,
    ),
    ...(response === undefined ? [] : headerLines(shownHeaders(response.headers, 'response'), style)),
  ];
}

function headerLines(headers: Readonly<Record<string, readonly string[]>>, style: Style): string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    values.flatMap(value => textLines(`${name}: ${value}`, '                 ', style)),
  );
}

/** The requests that the page did not send, one line each. */
function besideLines(log: readonly Sent[], style: Style): string[] {
  if (log.length === 0) return [];
  return [
    painted('Further requests', 'bold', style),
    ...log.flatMap(({ method, headers, response, failure }) => {
      const origin = headers.get('Origin');
      const who =
        origin === undefined ? 'without Origin' : `as ${origin === OTHER_ORIGIN ? 'another origin' : origin}`;
      const preflight = headers.get('Access-Control-Request-Method');
      const question = preflight === undefined ? method : `${method} for ${preflight}`;
      const allowed = response?.headers.get('Access-Control-Allow-Origin');
      const answer =
        response === undefined
          ? (failure?.what ?? '')
          : `${response.status}, ${allowed === undefined ? 'no Access-Control-Allow-Origin' : `Access-Control-Allow-Origin: ${allowed}`}`;
      return textLines(`${question} ${who}: ${answer}`, '  ', style);
    }),
  ];
}

/** Text that may come from the server, in lines. */
function textLines(text: string, indent: string, { width }: Style): string[] {
  return wrapped(printable(text, 600), width, indent);
}
