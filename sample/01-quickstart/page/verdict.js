const ALLOW_ORIGIN = 'access-control-allow-origin';
const ALLOW_METHODS = 'access-control-allow-methods';

/** Why the browser decided as it did, in a headline and a sentence. */
export function explain(result) {
  return result.outcome === 'readable' ? explainReadable(result) : explainBlocked(result);
}

function explainReadable({ preflight, actual, status }) {
  const asked =
    preflight === null
      ? 'Sent at once, without a preflight. '
      : 'The preflight said yes, so the request followed. ';
  const named =
    actual?.response[ALLOW_ORIGIN] === '*'
      ? 'The answer is open to every origin.'
      : 'The answer names this origin, so the browser hands it over.';
  const failed = status >= 400 ? ` Even the ${status} is readable: the page knows what went wrong.` : '';
  return { headline: `The page reads ${status}`, because: asked + named + failed };
}

function explainBlocked({ preflight, actual }) {
  if (actual === null) {
    return explainNeverSent(preflight);
  }
  if (actual.handler !== null) {
    const cookie = 'cookie' in actual.request && actual.method !== 'GET';
    return {
      headline: 'Blocked, yet the handler ran',
      because:
        `The request needed no preflight, so it was sent at once: ${actual.handler} ran and the server answered ` +
        `${actual.status}. The answer does not name this origin, so only the page goes without it.` +
        (cookie ? ' It did its work, with your cookie: CORS is not CSRF protection.' : ''),
    };
  }
  if (actual.status === 403) {
    return {
      headline: 'Refused by the server too',
      because:
        'The request was sent, but enforce: true answered 403 before any handler ran. Nothing happened.',
    };
  }
  return {
    headline: `A ${actual.status} that the page cannot see`,
    because:
      `The server answered ${actual.status}, and no handler ran. The answer does not name this origin, so the page ` +
      'cannot tell it from a broken network.',
  };
}

function explainNeverSent(preflight) {
  const wanted = preflight.request['access-control-request-method'];
  const methods = preflight.response[ALLOW_METHODS];
  const answer =
    ALLOW_ORIGIN in preflight.response
      ? `The preflight's answer allows ${methods ?? 'nothing more'}, not ${wanted}.`
      : `The preflight got ${preflight.status} and no Access-Control-Allow-Origin.`;
  return {
    headline: 'Blocked before it was sent',
    because: `${answer} The browser stopped there: the ${wanted} never left, and no handler ran.`,
  };
}
