import { el, icon } from './dom.js';

const ALLOW_ORIGIN = 'access-control-allow-origin';
const SPELLINGS = new Map([['etag', 'ETag']]);

/** The sequence diagram of a result: the browser's lane on the left, the server's on the right. */
export function flowView(result, setup) {
  const blocked = result.outcome === 'blocked';
  return el(
    'div.flow',
    el(
      'div.flow__heads',
      laneHead('Browser', result.origin, 'browser'),
      laneHead('API', setup.api, 'server'),
    ),
    el(
      'ol.flow__steps',
      ...(result.login === null ? [] : [loginNote(result.login)]),
      ...(result.preflight === null ? [] : preflightSteps(result)),
      ...(result.actual === null ? [neverSent(result.preflight)] : actualSteps(result.actual, blocked)),
    ),
    el('div.flow__ends', pageEnd(result), serverEnd(result)),
  );
}

function laneHead(name, origin, lane) {
  return el(
    `p.flow__head.flow__head--${lane}`,
    el('strong', name),
    el('span', origin.replace('http://', '')),
  );
}

function loginNote({ outcome }) {
  const read =
    outcome === 'readable'
      ? 'The page read the response, and the browser stored the cookie.'
      : 'The browser withheld the response, but stored its cookie.';
  return note('browser', el('strong', 'Log-in first'), ` with POST /session. ${read}`);
}

function preflightSteps({ preflight, actual }) {
  const allowed = actual !== null;
  return [
    message(preflight, 'ask', 'preflight'),
    note('server', el('strong', 'The policy answers.'), ' Guards, body parsers and handlers do not run.'),
    answer(preflight, !allowed),
    allowed
      ? note('browser', el('strong', 'Allowed.'), ' The browser sends the request.')
      : note('browser', el('strong', 'Refused.'), ' The browser stops here.'),
  ];
}

function actualSteps(actual, blocked) {
  return [
    message(actual, 'send', null),
    actual.handler === null
      ? note('server', el('strong', 'No handler ran.'), ` ${withoutHandler(actual.status)}`)
      : note('server', el('strong', handlerName(actual.handler)), ' ran.'),
    answer(actual, blocked),
  ];
}

function withoutHandler(status) {
  const reasons = new Map([
    [401, 'The guard refused the request.'],
    [403, 'The policy refused the request.'],
    [404, 'No route matches.'],
  ]);
  return reasons.get(status) ?? '';
}

function message(exchange, kind, tag) {
  return el(
    `li.wire.wire--out.wire--${kind}`,
    wireLine(`${exchange.method} ${exchange.path}`, tag),
    arrow(),
    headerList(Object.entries(exchange.request)),
  );
}

function answer(exchange, blocked) {
  const headers = Object.entries(exchange.response).sort(byImportance);
  const list = headerList(headers);
  if (!(ALLOW_ORIGIN in exchange.response)) {
    list.prepend(el('div.headers__none', el('dt', 'no Access-Control-Allow-Origin'), el('dd')));
  }
  return el(
    `li.wire.wire--in${blocked ? '.wire--stopped' : ''}`,
    wireLine(String(exchange.status), exchange.preflight ? 'answer to the preflight' : 'response'),
    arrow(),
    list,
  );
}

function neverSent(preflight) {
  const wanted = preflight.request['access-control-request-method'];
  return el('li.wire.wire--out.wire--never', wireLine(`${wanted} ${preflight.path}`, 'not sent'), arrow());
}

function wireLine(text, tag) {
  return el('p.wire__line', el('strong', text), tag === null ? null : el('span.wire__tag', tag));
}

function arrow() {
  return el('span.wire__arrow', { 'aria-hidden': 'true' });
}

function note(lane, ...words) {
  return el(`li.note.note--${lane}`, ...words);
}

function headerList(entries) {
  return el(
    'dl.headers',
    ...entries.map(([name, value]) =>
      el(`div${name === ALLOW_ORIGIN ? '.headers__key' : ''}`, el('dt', spell(name)), el('dd', value)),
    ),
  );
}

function byImportance([left], [right]) {
  return rank(left) - rank(right);
}

function rank(name) {
  return name === ALLOW_ORIGIN ? 0 : name.startsWith('access-control-') ? 1 : 2;
}

function spell(name) {
  return SPELLINGS.get(name) ?? name.replace(/\b[a-z]/g, letter => letter.toUpperCase());
}

function pageEnd({ outcome, status, readableHeaders, body, error }) {
  if (outcome === 'blocked') {
    return el(
      'section.end.end--blocked',
      el('h5', icon('stop'), 'The page gets an error'),
      el('p', el('code', error)),
      el('p.end__quiet', 'It has no status, headers, body or reason. Only the console shows the reason.'),
    );
  }
  return el(
    'section.end.end--readable',
    el('h5', icon('check'), `The page gets ${status}`),
    headerList(Object.entries(readableHeaders)),
    el('pre.end__body', body),
  );
}

function serverEnd({ preflight, actual }) {
  const facts = [
    [
      'Preflight',
      preflight === null ? 'none' : `${preflight.status}, ${actual === null ? 'refused' : 'allowed'}`,
    ],
    ['Request', actual === null ? 'not sent' : `${actual.method}, ${actual.status}`],
    ['Cookie', actual === null ? '–' : 'cookie' in actual.request ? 'sent' : 'not sent'],
    ['Handler', handlerName(actual?.handler ?? null)],
  ];
  return el(
    'section.end.end--server',
    el('h5', 'The server sees'),
    el('dl.facts', ...facts.map(([name, value]) => el('div', el('dt', name), el('dd', value)))),
  );
}

function handlerName(handler) {
  if (handler === null) {
    return 'did not run';
  }
  const parts = handler.split(/(?<=[a-z.])(?=[A-Z])|(?<=\.)/);
  return el('span', ...parts.flatMap(part => [part, el('wbr')]));
}
