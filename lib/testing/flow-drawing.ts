import type { CorsResult, Exchange, FlowStep } from '../browser/index.js';

const CORS_HEADERS = /^(origin|cookie|vary|set-cookie|location|access-control-.*)$/;

/** A flow as text: first the messages on the wire, then the decisions of the browser. */
export function drawFlow({ request, exchanges, steps, reason }: CorsResult): string {
  const width = Math.max(...steps.map(({ step }) => step.length));
  return [
    `page ${request.origin}: fetch ${request.method} ${request.url}`,
    ...exchanges.flatMap(drawExchange),
    ...steps.map(step => drawStep(step, width)),
    reason,
  ].join('\n');
}

function drawExchange({ kind, request, response }: Exchange): string[] {
  return [
    `  page ──▶ server  ${request.method} ${request.url} (${kind})`,
    ...headerLines(request.headers),
    `  page ◀── server  ${response.status}`,
    ...headerLines(response.headers),
  ];
}

function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => CORS_HEADERS.test(name))
    .map(([name, value]) => `                     ${name}: ${value}`);
}

function drawStep({ step, passed, detail }: FlowStep, width: number): string {
  return `  ${passed ? '✓' : '✗'} ${step.padEnd(width)}  ${detail}`;
}
