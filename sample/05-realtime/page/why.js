/** Describes the server's answers, from the decisions of its policy. */
export function serverSays(decisions, here) {
  const origins = new Set(
    decisions.flatMap(({ policies }) => policies.flatMap(({ origin }) => origin.value)),
  );
  return `${decisions.map(answer).join('; ')}. The policy allows ${[...origins].join(', ')}, and not ${here}.`;
}

function answer({ kind, enforced, status }) {
  if (kind === 'handshake') return `answered the handshake with ${status}, before Socket.IO saw it`;
  if (kind === 'preflight') return `answered the preflight with ${status}, so the request was not sent`;
  return enforced
    ? `answered with ${status}, before any handler`
    : `answered with ${status}, without Access-Control-Allow-Origin`;
}

/** The messages of the browser's console. A page cannot read the console. */
export function consoleSays({ uses, path }, chat) {
  const says = navigator.userAgent.includes('Firefox/') ? firefoxSays : chromiumSays;
  return uses.map(api => says(api, api === 'WebSocket' ? chat.replace('http', 'ws') + path : chat + path));
}

function chromiumSays(api, url) {
  return api === 'WebSocket'
    ? `WebSocket connection to '${url}…' failed: Error during WebSocket handshake: Unexpected response code: 403`
    : `Access to ${api} at '${url}…' from origin '${location.origin}' has been blocked by CORS policy`;
}

function firefoxSays(api, url) {
  return api === 'WebSocket'
    ? `Firefox can’t establish a connection to the server at ${url}…`
    : `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}… (Reason: CORS header ‘Access-Control-Allow-Origin’ missing)`;
}
