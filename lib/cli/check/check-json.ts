import { printable } from '../terminal/printable.js';
import type { Finding } from './finding.js';
import type { Verdict } from './findings.js';
import type { Sent } from './host-network.js';
import type { Observation } from './observation.js';
import { shownHeaders } from './shown-headers.js';
import { toldSteps } from './told-steps.js';

/** The version of the JSON. It rises with a change that would mislead readers of the old one. */
export const JSON_VERSION = 1;

/** A check as plain data. docs/command-line.md has the shape. */
export function checkJson(
  seen: Observation,
  { readable, findings }: Verdict,
  notes: readonly string[],
  log: readonly Sent[],
): object {
  const { asked, sent } = seen;
  return {
    version: JSON_VERSION,
    verdict: readable ? 'readable' : 'blocked',
    who: findings[0]?.who ?? null,
    findings: findings.map(findingJson),
    notes,
    request: {
      url: asked.url.href,
      origin: asked.origin,
      method: asked.method,
      headers: asked.headers.map(([name]) => name),
      credentials: asked.credentials,
    },
    steps: toldSteps(seen).map(step => ({ ...step, detail: printable(step.detail, 600) })),
    exchanges: log
      .filter(({ failure }) => failure?.code !== 'not-sent')
      .map((each, at) => exchangeJson(each, at < sent.length)),
  };
}

export function findingJson({ code, who, what, change, blocks }: Finding): object {
  return { code, who, what: printable(what, 600), change: printable(change, 600), blocks };
}

function exchangeJson(
  { method, inPlaceOf, url, headers, response, failure, milliseconds }: Sent,
  ofPage: boolean,
): object {
  return {
    ofPage,
    method,
    inPlaceOf: inPlaceOf ?? null,
    url: url.href,
    requestHeaders: shownHeaders(headers, 'request'),
    status: response?.status ?? null,
    responseHeaders: response === undefined ? null : shownHeaders(response.headers, 'response'),
    failure: failure?.what ?? null,
    milliseconds,
  };
}
