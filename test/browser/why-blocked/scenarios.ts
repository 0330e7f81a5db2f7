import { API, FRONT, NOWHERE, SILENT_API } from './causes-world.js';

/** A way into one of the causes of docs/why-blocked.md, and out of it. */
export interface Scenario {
  /** The heading on the page, without its marks. */
  readonly heading: string;
  /** The page's path. */
  readonly page?: string;
  /** The body of an asynchronous function that makes the browser complain. */
  readonly wrong: string;
  /** The same scenario with the fix of the page. Absent if the library cannot provide the fix. */
  readonly mended?: string;
}

/** The result of a script if the page read the response. */
export const READABLE = 'cats';

export const SCENARIOS: readonly Scenario[] = [
  {
    heading: "No 'Access-Control-Allow-Origin' header",
    wrong: fetching(`${API}/origin/wrong`),
    mended: fetching(`${API}/origin/mended`),
  },
  {
    heading: "Response to preflight request: no 'Access-Control-Allow-Origin' header",
    wrong: fetching(`${SILENT_API}/preflight/wrong`, { method: 'PUT' }),
    mended: fetching(`${SILENT_API}/preflight/mended`, { method: 'PUT' }),
  },
  {
    heading: 'Method is not allowed',
    wrong: fetching(`${API}/method/wrong`, { method: 'PUT' }),
    mended: fetching(`${API}/method/mended`, { method: 'PUT' }),
  },
  {
    heading: 'Request header field is not allowed',
    wrong: fetching(`${API}/header/wrong`, { headers: { 'X-Request-Id': '1' } }),
    mended: fetching(`${API}/header/mended`, { headers: { 'X-Request-Id': '1' } }),
  },
  {
    heading: "'Access-Control-Allow-Credentials' must be 'true'",
    wrong: fetching(`${API}/credentials/wrong`, { credentials: 'include' }),
    mended: fetching(`${API}/credentials/mended`, { credentials: 'include' }),
  },
  {
    heading: "Must not be the wildcard '*'",
    wrong: fetching(`${API}/wildcard/wrong`, { credentials: 'include' }),
    mended: fetching(`${API}/wildcard/mended`, { credentials: 'include' }),
  },
  {
    heading: "From origin 'null'",
    wrong: inSandbox(`${API}/opaque/wrong`),
    mended: inSandbox(`${API}/opaque/mended`),
  },
  {
    heading: 'Refused to get unsafe header',
    wrong: readingHeader(`${API}/exposed/wrong`),
    mended: readingHeader(`${API}/exposed/mended`),
  },
  {
    heading: 'patch in lower case',
    wrong: fetching(`${SILENT_API}/preflight/patched`, { method: 'patch' }),
    mended: fetching(`${SILENT_API}/preflight/patched`, { method: 'PATCH' }),
  },
  {
    heading: 'Not equal to the supplied origin',
    wrong: fetching(`${API}/others/other-origin`),
    mended: fetching(`${API}/others/mended`),
  },
  {
    heading: 'Contains multiple values',
    wrong: fetching(`${API}/others/two-origins`),
    mended: fetching(`${API}/others/mended`),
  },
  {
    heading: 'It does not have HTTP ok status',
    wrong: fetching(`${FRONT}/status`, { headers: { 'X-Request-Id': '1' } }),
    mended: fetching(`${API}/others/mended`, { headers: { 'X-Request-Id': '1' } }),
  },
  {
    heading: 'Redirect is not allowed for a preflight request',
    wrong: fetching(`${FRONT}/redirect`, { headers: { 'X-Request-Id': '1' } }),
    mended: fetching(`${API}/others/mended`, { headers: { 'X-Request-Id': '1' } }),
  },
  { heading: 'No connection', wrong: fetching(`${NOWHERE}/`) },
  { heading: 'Content-Security-Policy', page: '/strict', wrong: fetching(`${API}/others/mended`) },
  { heading: 'Mixed content', wrong: fetching('http://api.example.com/others/mended') },
];

function fetching(url: string, init: object = {}): string {
  return `try { return await (await fetch('${url}', ${JSON.stringify(init)})).text(); } catch (error) { return String(error); }`;
}

function inSandbox(url: string): string {
  const inside = `fetch('${url}').then(response => response.text()).catch(String).then(text => parent.postMessage(text, '*'))`;
  return `const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.srcdoc = "<script>${inside}<" + "/script>";
    const answer = new Promise(resolve => addEventListener('message', ({ data }) => resolve(data)));
    document.documentElement.append(frame);
    return await answer;`;
}

function readingHeader(url: string): string {
  return `const request = new XMLHttpRequest();
    request.open('GET', '${url}');
    const ended = new Promise(resolve => request.onloadend = resolve);
    request.send();
    await ended;
    return request.getResponseHeader('X-Total') === '2' ? '${READABLE}' : 'no such header';`;
}
