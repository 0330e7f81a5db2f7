const ALLOW_ORIGIN = 'access-control-allow-origin';
const ALLOW_METHODS = 'access-control-allow-methods';

/** The browser's verdict on a result: a headline, and the steps that led to it. */
export function explain(result) {
  if (result.actual === null) {
    return explainNeverSent(result.preflight);
  }
  return result.outcome === 'readable' ? explainReadable(result) : explainBlocked(result);
}

function explainReadable(result) {
  const reader = result.actual?.response[ALLOW_ORIGIN] === '*' ? 'every origin' : 'this origin';
  return {
    headline: `The page reads ${result.status}`,
    steps: [sent(result), handled(result), `The response allows ${reader}, so the page can read it.`],
  };
}

function explainBlocked(result) {
  const { handler, method, request, status } = result.actual;
  if (handler !== null) {
    const withheld = 'The response does not allow this origin, so the browser withholds it.';
    return {
      headline: 'The handler ran anyway',
      steps: [
        sent(result),
        handled(result),
        'cookie' in request && method !== 'GET'
          ? `${withheld} But the handler did its work, with your cookie. CORS is not CSRF protection.`
          : withheld,
      ],
    };
  }
  if (status === 403) {
    return {
      headline: 'The server refuses it',
      steps: [
        sent(result),
        'With enforce: true, the server sends 403 before any handler runs.',
        'The response does not allow this origin, so the browser withholds the 403 too.',
      ],
    };
  }
  return {
    headline: `The page cannot see the ${status}`,
    steps: [
      sent(result),
      handled(result),
      'The response does not allow this origin. The page cannot tell it from a network failure.',
    ],
  };
}

function explainNeverSent(preflight) {
  const wanted = preflight.request['access-control-request-method'];
  const refusal =
    ALLOW_ORIGIN in preflight.response
      ? `The answer allows ${preflight.response[ALLOW_METHODS] ?? 'no further method'}, but not ${wanted}.`
      : `The answer is ${preflight.status}, and does not allow this origin.`;
  return {
    headline: `The ${wanted} is not sent`,
    steps: ['The browser sends a preflight first.', refusal, `The browser stops here, and no handler runs.`],
  };
}

function sent({ preflight }) {
  return preflight === null
    ? 'The browser sends the request without a preflight.'
    : 'The answer to the preflight allows the request, and the browser sends it.';
}

function handled({ actual }) {
  return actual.handler === null
    ? `No handler runs, and the server sends ${actual.status}.`
    : `${actual.handler} runs, and the server sends ${actual.status}.`;
}
