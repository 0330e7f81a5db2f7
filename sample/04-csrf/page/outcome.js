// The outcome of an attempt in a few words. It depends on the requests that arrived at the bank,
// and on whether the page could read the response.

export const OUTCOMES = {
  'done': 'The handler ran, with your session: the attack succeeded. From the frontend it is what you want.',
  'read': 'The page read what is only yours.',
  'withheld': 'The handler ran, and the browser kept the answer from the page: for reading, that is enough.',
  'no cookie': 'The request arrived without the cookie; to the bank it came from nobody.',
  'refused': 'The server answered 403, and the handler did not run.',
  'not sent': 'The preflight was refused, so the browser did not send the request.',
};

export function outcomeOf(attempt, entries, readable) {
  const actual = entries.find(({ method }) => method !== 'OPTIONS');
  if (actual === undefined) return 'not sent';
  if (actual.handled) {
    if (attempt.id !== 'read') return 'done';
    return readable ? 'read' : 'withheld';
  }
  return actual.status === 401 ? 'no cookie' : 'refused';
}

export function describe(entries) {
  return entries
    .map(
      ({ method, origin, fetchSite, cookie, status }) =>
        `${method} ${status}, Origin: ${origin ?? '(none)'}, Sec-Fetch-Site: ${fetchSite ?? '(none)'}, ${cookie ? 'cookie' : 'no cookie'}`,
    )
    .join('; ');
}
