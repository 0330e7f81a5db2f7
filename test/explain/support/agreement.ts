import type { CorsExplainRequest, CorsExplanation } from 'nestjs-cors-policy';
import { CorsService } from 'nestjs-cors-policy';
import { CorsBrowser, type CorsResult } from 'nestjs-cors-policy/testing';
import { SETTINGS } from '../../e2e/support/applications.js';
import { Random } from '../../routing/differential/random.js';
import { ADMIN_HOST, HANDLER, type RandomApplication, randomApplication } from './random-application.js';
import { SERVER, randomRequest } from './random-request.js';

/** How often each step was the first that failed, and how often none did. */
export type Outcomes = Record<string, number>;

const REQUESTS_PER_APPLICATION = 40;

/**
 * Compares explanations with the results of a browser at the real server, for a number of requests.
 */
export async function compare(
  platform: 'express' | 'fastify',
  seed: number,
  requests: number,
): Promise<{ readonly differences: readonly unknown[]; readonly outcomes: Outcomes }> {
  const random = new Random(seed);
  const differences: unknown[] = [];
  const outcomes: Outcomes = {};
  const settings = SETTINGS.filter(setting => setting.platform === platform);
  for (let done = 0; done < requests; done += REQUESTS_PER_APPLICATION) {
    const application = await randomApplication(random.pick(settings), random);
    try {
      for (let at = 0; at < REQUESTS_PER_APPLICATION; at++) {
        const request = randomRequest(random, application.versioning);
        const explanation = await application.app.get(CorsService).explain(request);
        const result = await browse(application, request);
        const outcome = explanation.steps.find(({ passed }) => !passed)?.step ?? 'readable';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        const found = disagreement(application, explanation, result);
        if (found !== undefined) {
          const { reason, exchanges } = result;
          differences.push({ found, request, explanation, reason, exchanges, options: application.options });
        }
      }
    } finally {
      await application.app.close();
    }
  }
  return { differences, outcomes };
}

async function browse({ app, url }: RandomApplication, request: CorsExplainRequest): Promise<CorsResult> {
  const browser = new CorsBrowser(app, { url: SERVER, servers: { [`https://${ADMIN_HOST}`]: url } });
  const { method, headers = {}, credentials } = request;
  try {
    return await browser.open(request.origin).fetch(request.url, {
      method,
      headers,
      credentials: credentials ? 'include' : 'same-origin',
    });
  } finally {
    await browser.close();
  }
}

/**
 * The differences between the explanation and the observation of the browser, including the cause
 * if the browser can see it.
 */
function disagreement(
  { debug, interceptor }: RandomApplication,
  explanation: CorsExplanation,
  result: CorsResult,
): string | undefined {
  const { allowed, preflighted, steps, route } = explanation;
  const failing = steps.find(({ passed }) => !passed)?.step;
  const actual = result.exchanges.find(({ kind }) => kind === 'actual')?.response;
  const handler = actual?.headers[HANDLER];
  // The interceptor does not run for requests that end before it, and this cannot be predicted.
  if (interceptor === 'always' && actual !== undefined && actual.status >= 400 && handler === undefined)
    return undefined;
  if (allowed !== (result.outcome === 'readable')) return 'allowed';
  if (allowed !== (failing === undefined)) return 'a failing step';
  if (preflighted !== (result.preflight !== undefined)) return 'preflighted';
  const seen = seenStep(result);
  if (kindOf(failing) !== kindOf(seen)) return 'kind of step';
  if (debug && seen !== undefined && !isTold(failing, seen)) return `cause: ${seen}, not ${failing ?? ''}`;
  if (handler !== undefined && handler !== route?.handler) return `handler: ${handler}`;
  if (failing === 'actual-enforce' && actual?.status !== 403) return 'status of enforce';
  return result.preflight === undefined
    ? undefined
    : headersDisagree(explanation, result.preflight.response.headers);
}

/** The headers of a preflight's answer that steps name. */
function headersDisagree(
  { steps }: CorsExplanation,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  const named = {
    'preflight-origin': 'access-control-allow-origin',
    'preflight-method': 'access-control-allow-methods',
    'preflight-cache': 'access-control-max-age',
  };
  for (const [step, header] of Object.entries(named)) {
    const value = headers[header];
    const taken = steps.find(each => each.step === step && each.passed);
    if (value !== undefined && taken?.detail.includes(value) === false) return `${header} ${value}`;
  }
  return undefined;
}

/** The step that the browser's own words name. */
function seenStep({ outcome, reason, steps }: CorsResult): string | undefined {
  if (outcome === 'readable') return undefined;
  const place = steps.find(({ passed }) => !passed)?.step === 'preflight' ? 'preflight' : 'actual';
  if (/Method \S+ is not allowed/.test(reason)) return `${place}-method`;
  if (reason.includes('does not have HTTP ok status')) return `${place}-answer`;
  if (reason.includes('Request header field')) return `${place}-header`;
  if (/must not be the wildcard|'Access-Control-Allow-Credentials' header/.test(reason))
    return `${place}-credentials`;
  return `${place}-origin`;
}

function kindOf(step: string | undefined): string | undefined {
  return step?.split('-')[0];
}

/**
 * Whether a browser that names one step may mean another one. A status shows no cause, and a server
 * does not say why it refuses.
 */
function isTold(failing: string | undefined, seen: string): boolean {
  if (seen === 'preflight-answer') return failing === 'preflight-method' || failing === 'preflight-header';
  if (seen === 'preflight-origin' && failing === 'preflight-route') return true;
  return seen === failing || (seen === 'actual-origin' && failing === 'actual-enforce');
}
