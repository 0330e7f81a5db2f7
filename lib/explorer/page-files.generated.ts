// Made of the files in page/ by build-page.mjs. Change those, and run `npm run build:explorer`.

export interface PageFile {
  readonly contentType: string;
  readonly content: string;
}

/** The files of the explorer's page by their names. */
export const PAGE_FILES: ReadonlyMap<string, PageFile> = new Map([
  [
    'app.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
import { flowView } from './flow-view.js';
import { liveView } from './live-view.js';
import { readPlace } from './place.js';
import { loadSurface } from './server.js';
import { surfaceView } from './surface-view.js';
const TITLES = { surface: 'Surface', flow: 'Flow', live: 'Live' };
const main = document.querySelector('#main') ?? document.body;
let live;
function draw({ view, query }, surface) {
    switch (view) {
        case 'surface':
            return surfaceView(surface, query);
        case 'flow':
            return flowView(surface, query);
        case 'live':
            live = liveView();
            return live.node;
    }
}
function show(surface) {
    const place = readPlace(location.hash);
    live?.close();
    live = undefined;
    main.replaceChildren(draw(place, surface));
    document.documentElement.dataset.place = location.hash;
    document.title = \`\${TITLES[place.view]} · CORS explorer\`;
    for (const link of document.querySelectorAll('[data-view]')) {
        if (link.dataset.view === place.view)
            link.setAttribute('aria-current', 'page');
        else
            link.removeAttribute('aria-current');
    }
}
async function start() {
    if (location.search !== '')
        history.replaceState(null, '', \`\${location.pathname}\${location.hash}\`);
    const where = document.querySelector('#where');
    if (where !== null)
        where.textContent = location.host;
    try {
        let surface = await loadSurface();
        show(surface);
        addEventListener('hashchange', () => {
            void loadSurface()
                .then(fresh => {
                surface = fresh;
            })
                .catch(() => undefined)
                .then(() => {
                show(surface);
                main.focus({ preventScroll: true });
                scrollTo(0, 0);
            });
        });
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        main.replaceChildren(element('p', { class: 'empty', role: 'alert' }, \`The surface did not load. \${reason}\`));
    }
    document.documentElement.dataset.ready = '';
}
document.querySelector('.skip')?.addEventListener('click', event => {
    event.preventDefault();
    main.focus();
});
addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details'))
        details.open = true;
});
addEventListener('pagehide', () => {
    live?.close();
});
addEventListener('pageshow', event => {
    if (event.persisted)
        location.reload();
});
void start();
` },
  ],
  [
    'copy-block.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element, newId } from './dom.js';
import { icon } from './icons.js';
const SAID = 2_000;
export function copyBlock(title, text) {
    const id = newId('copy');
    const word = element('span', { role: 'status' }, 'Copy');
    const code = element('pre', { 'tabindex': '0', 'aria-labelledby': id }, element('code', {}, text));
    const button = element('button', { 'type': 'button', 'class': 'button button--quiet', 'aria-describedby': id }, icon('copy'), word);
    button.addEventListener('click', () => {
        void copy(text, code).then(said => {
            word.textContent = said;
            setTimeout(() => {
                word.textContent = 'Copy';
            }, SAID);
        });
    });
    return element('section', { class: 'copy' }, element('div', { class: 'copy__head' }, element('h2', { id }, title), button), code);
}
async function copy(text, shown) {
    try {
        await navigator.clipboard.writeText(text);
        return 'Copied';
    }
    catch {
        getSelection()?.selectAllChildren(shown);
        return 'Selected';
    }
}
` },
  ],
  [
    'curl.js',
    { contentType: 'text/javascript; charset=utf-8', content: `const UNSAFE_TO_PASTE = /[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]/gu;
export function preflightCurl(request, base) {
    return command(request, base, ['-i', '-X', 'OPTIONS'], request.headers);
}
export function actualCurl(request, { credentials }, base) {
    const method = request.method === 'HEAD' ? ['-I'] : ['-i', '-X', request.method];
    const cookie = credentials ? [['Cookie', 'name=value']] : [];
    return command(request, base, method, [...request.headers, ...cookie]);
}
function command({ url }, base, options, headers) {
    const [, host, path = url] = /^https?:\\/\\/([^/?#]+)(.*)$/i.exec(url) ?? [];
    const target = \`\${base}\${path.startsWith('/') ? path : \`/\${path}\`}\`;
    const lines = [
        ['curl', '--globoff', '--path-as-is', ...options.map(quoted), quoted(target.replace(/#.*$/, ''))].join(' '),
        ...(host === undefined ? [] : [\`-H \${quoted(\`Host: \${host}\`)}\`]),
        ...headers.map(([name, value]) => \`-H \${quoted(value === '' ? \`\${name};\` : \`\${name}: \${value}\`)}\`),
    ];
    return lines.join(' \\\\\\n  ');
}
function quoted(text) {
    if (/^[\\w./:=@-]+$/.test(text))
        return text;
    if (text.search(UNSAFE_TO_PASTE) < 0)
        return singleQuoted(text);
    const escaped = text.replaceAll('\\\\', '\\\\\\\\').replace(/!/g, octal).replace(UNSAFE_TO_PASTE, octal);
    return \`"$(printf %b \${singleQuoted(escaped)})"\`;
}
function singleQuoted(text) {
    return \`'\${text.replaceAll("'", "'\\\\''")}'\`;
}
function octal(character) {
    return [...new TextEncoder().encode(character)]
        .map(byte => \`\\\\0\${byte.toString(8).padStart(3, '0')}\`)
        .join('');
}
` },
  ],
  [
    'dom.js',
    { contentType: 'text/javascript; charset=utf-8', content: `export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'string')
            made.setAttribute(name, value);
        else if (value === true)
            made.setAttribute(name, '');
    }
    made.append(...children.filter(child => child !== undefined));
    return made;
}
export function spoken(text) {
    return element('span', { class: 'spoken' }, text);
}
let made = 0;
export function newId(prefix) {
    made += 1;
    return \`\${prefix}-\${String(made)}\`;
}
` },
  ],
  [
    'flow-diagram.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element, newId } from './dom.js';
import { icon } from './icons.js';
const VERDICT_WORDS = {
    passed: 'passed',
    failed: 'failed',
    noted: 'note',
    moot: 'not seen by the browser, though the policy has it',
};
export function flowDiagram({ rows, allowed, question, reason }) {
    const outcome = allowed ? 'readable' : 'blocked';
    const id = newId('diagram');
    return element('figure', {
        'class': 'diagram',
        id,
        'tabindex': '0',
        'role': 'img',
        'aria-label': label(),
        'data-outcome': outcome,
    }, element('div', { class: 'lanes' }, element('div', { class: 'lane' }, element('strong', {}, 'Browser'), element('code', {}, question.origin)), element('div', { class: 'lane lane--server' }, element('strong', {}, 'Server'), element('code', {}, location.host))), element('ol', { class: 'rows' }, ...rows.map(rowNode)));
    function label() {
        return \`Diagram of the CORS request flow: \${outcome}. \${reason} A text version follows.\`;
    }
}
export function flowSentences(rows) {
    return element('ol', { class: 'sentences' }, ...rows.map(row => element('li', {}, sentence(row))));
}
function rowNode(row) {
    switch (row.kind) {
        case 'event':
            return eventNode(row);
        case 'request':
            return requestNode(row);
        case 'response':
            return responseNode(row);
    }
}
function eventNode({ lane, verdict, title, detail, header }) {
    return element('li', { 'class': \`event event--\${lane} event--\${verdict}\`, 'data-verdict': verdict }, element('span', { class: 'event__icon' }, icon(verdict)), element('div', { class: 'event__text' }, element('p', { class: 'event__head' }, element('strong', {}, title), header === undefined ? undefined : element('code', { class: 'decider' }, header), verdict === 'moot' ? element('span', { class: 'quiet' }, 'not seen') : undefined), element('p', { class: 'event__detail' }, detail)));
}
function requestNode({ verdict, preflight, method, url, headers }) {
    const isSent = verdict === 'passed';
    const kind = preflight ? 'ask' : 'go';
    return element('li', { 'class': \`wire wire--\${isSent ? kind : 'never'}\`, 'data-verdict': verdict }, element('p', { class: 'wire__title' }, element('code', {}, \`\${method} \${url}\`), element('span', {}, isSent ? (preflight ? 'preflight' : 'actual request') : 'not sent')), element('span', { class: 'wire__line' }), isSent
        ? element('ul', { class: 'wire__headers' }, ...headers.map(([name, value]) => element('li', {}, element('span', {}, \`\${name}: \`), value)))
        : undefined);
}
function responseNode({ verdict, preflight, status }) {
    return element('li', { 'class': \`wire wire--back wire--\${verdict}\`, 'data-verdict': verdict }, element('p', { class: 'wire__title' }, ...responseWords(preflight, status).map((text, at) => element(at === 0 ? 'code' : 'span', {}, text))), element('span', { class: 'wire__line' }));
}
function responseWords(preflight, status) {
    return [
        status === undefined ? "the handler's answer" : String(status),
        preflight ? 'answer to the preflight' : 'answer',
    ];
}
function sentence(row) {
    switch (row.kind) {
        case 'event': {
            const verdict = VERDICT_WORDS[row.verdict];
            const header = row.header === undefined ? '' : \`, decided by \${row.header}\`;
            return \`\${row.lane === 'browser' ? 'Browser' : 'Server'}, \${verdict}\${header}: \${row.title}. \${row.detail}\`;
        }
        case 'request': {
            const kind = row.preflight ? 'preflight' : 'actual request';
            if (row.verdict === 'skipped')
                return \`The \${kind} \${row.method} \${row.url} is not sent.\`;
            const headers = row.headers.map(([name, value]) => \`\${name}: \${value}\`).join('; ');
            return \`To the server, \${kind}: \${row.method} \${row.url}, with \${headers}.\`;
        }
        case 'response': {
            const status = row.status === undefined ? 'whatever the handler answers' : \`status \${String(row.status)}\`;
            return \`To the browser, \${row.preflight ? 'answer to the preflight' : 'answer'}: \${status}.\`;
        }
    }
}
` },
  ],
  [
    'flow-form.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element, newId, spoken } from './dom.js';
import { icon } from './icons.js';
import { examplePath } from './question.js';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const HEADERS = ['Authorization', 'Content-Type', 'If-Match', 'X-Requested-With'];
export function flowForm(question, surface, changed) {
    const origin = textField('Page origin', question.origin, ['null', ...surface.origins], 'https://app.example.com');
    const method = textField('Method', question.method, METHODS, 'GET');
    const paths = [...new Set(surface.routes.map(({ path }) => examplePath(path)))];
    const url = textField('Path, or a whole URL', question.url, paths, '/');
    const credentials = element('input', { type: 'checkbox', id: newId('field') });
    credentials.checked = question.credentials;
    const list = element('ul', { class: 'headers-asked' });
    const names = suggestions(HEADERS);
    const addHeader = (name, value) => {
        const { row, nameInput } = headerRow(name, value, names.id, changed);
        list.append(row);
        return nameInput;
    };
    for (const [name, value] of question.headers)
        addHeader(name, value);
    const add = element('button', { type: 'button', class: 'button button--quiet' }, icon('add'), 'Add a header');
    add.addEventListener('click', () => {
        addHeader('', '').focus();
    });
    const form = element('form', { 'class': 'ask', 'aria-label': 'The request' }, origin.node, element('div', { class: 'pair' }, method.node, url.node), element('fieldset', {}, element('legend', {}, 'Headers that the script sets'), list, names, add), element('div', { class: 'check' }, credentials, element('label', { for: credentials.id }, 'With credentials', element('code', {}, "credentials: 'include'"))));
    form.addEventListener('input', changed);
    form.addEventListener('submit', event => {
        event.preventDefault();
    });
    return {
        node: form,
        read: () => ({
            origin: origin.input.value.trim(),
            method: method.input.value.trim(),
            url: url.input.value.trim(),
            headers: [...list.children].flatMap(readRow),
            credentials: credentials.checked,
        }),
    };
}
function textField(label, value, offers, placeholder) {
    const offered = suggestions(offers);
    const input = element('input', {
        type: 'text',
        id: newId('field'),
        list: offered.id,
        placeholder,
        autocomplete: 'off',
        autocapitalize: 'off',
        spellcheck: 'false',
    });
    input.value = value;
    const node = element('div', { class: 'field' }, element('label', { for: input.id }, label), input, offered);
    return { node, input };
}
function suggestions(texts) {
    return element('datalist', { id: newId('offers') }, ...texts.map(text => element('option', { value: text })));
}
function headerRow(name, value, offers, changed) {
    const nameInput = element('input', {
        'type': 'text',
        'aria-label': 'Header name',
        'placeholder': 'Name',
        'list': offers,
        'autocomplete': 'off',
        'spellcheck': 'false',
    });
    nameInput.value = name;
    const valueInput = element('input', {
        'type': 'text',
        'aria-label': 'Header value',
        'placeholder': 'Value',
        'autocomplete': 'off',
        'spellcheck': 'false',
    });
    valueInput.value = value;
    const remove = element('button', { type: 'button', class: 'button button--icon' }, icon('remove'), spoken('Remove this header'));
    const row = element('li', {}, nameInput, valueInput, remove);
    remove.addEventListener('click', () => {
        const next = row.nextElementSibling ?? row.previousElementSibling;
        const focus = next?.querySelector('input') ?? row.closest('fieldset')?.querySelector('.button--quiet');
        row.remove();
        focus?.focus();
        changed();
    });
    return { row, nameInput };
}
function readRow(row) {
    const [name, value] = row.querySelectorAll('input');
    const written = name?.value.trim() ?? '';
    return written === '' ? [] : [[written, value?.value.trim() ?? '']];
}
` },
  ],
  [
    'flow-view.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { copyBlock } from './copy-block.js';
import { actualCurl, preflightCurl } from './curl.js';
import { element } from './dom.js';
import { flowDiagram, flowSentences } from './flow-diagram.js';
import { flowForm } from './flow-form.js';
import { icon } from './icons.js';
import { keepPlace } from './place.js';
import { policyTable } from './policy-table.js';
import { questionQuery, readQuestion } from './question.js';
import { loadFlow } from './server.js';
const PAUSE = 180;
export function flowView(surface, query) {
    const result = element('div', { class: 'result' });
    const verdict = element('div', { class: 'verdict', role: 'status' });
    const question = query.size > 0 ? readQuestion(query) : firstQuestion(surface);
    let timer;
    let asking;
    const form = flowForm(question, surface, () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
            const asked = form.read();
            keepPlace('flow', questionQuery(asked));
            void ask(asked);
        }, PAUSE);
    });
    async function ask(asked) {
        asking?.abort();
        const own = new AbortController();
        asking = own;
        section.ariaBusy = 'true';
        try {
            const answer = await loadFlow(asked, own.signal);
            verdict.replaceChildren(...verdictNodes(answer));
            verdict.dataset.outcome = answer.allowed ? 'readable' : 'blocked';
            result.replaceChildren(...resultNodes(answer));
        }
        catch (error) {
            if (own.signal.aborted)
                return;
            verdict.dataset.outcome = 'unasked';
            verdict.replaceChildren(element('p', { class: 'verdict__word' }, 'No browser would send this'), element('p', {}, error instanceof Error ? error.message : String(error)));
            result.replaceChildren();
        }
        section.ariaBusy = 'false';
    }
    const section = element('section', { 'class': 'flow', 'aria-labelledby': 'flow-title', 'aria-busy': 'true' }, element('div', { class: 'flow__ask' }, element('h1', { id: 'flow-title' }, 'What becomes of a request'), form.node), element('div', { class: 'flow__answer' }, verdict, result));
    void ask(question);
    return section;
}
function firstQuestion({ routes, origins }) {
    const path = routes[0]?.path;
    return {
        origin: origins[0] ?? 'https://app.example.com',
        method: 'GET',
        url: path === undefined || /[:*{]/.test(path) ? '/' : path,
        headers: [],
        credentials: false,
    };
}
function verdictNodes({ allowed, preflighted, reason, route }) {
    const facts = [preflighted ? 'Preflighted' : 'No preflight', route?.handler ?? 'no route of Nest'];
    return [
        element('p', { class: 'verdict__word' }, icon(allowed ? 'passed' : 'failed'), allowed ? 'Readable' : 'Blocked', element('span', { class: 'verdict__facts' }, facts.join(' · '))),
        element('p', {}, reason),
    ];
}
function resultNodes(answer) {
    const { rows, preflighted, policy, test } = answer;
    const requests = rows.filter(row => row.kind === 'request');
    const preflight = requests.find(row => row.preflight);
    const actual = requests.find(row => !row.preflight);
    return [
        flowDiagram(answer),
        element('details', { class: 'text-version' }, element('summary', {}, 'The diagram as text'), flowSentences(rows)),
        element('details', { class: 'in-effect' }, element('summary', {}, 'The policy in effect'), policyTable(policy, 'The policy of the actual request')),
        ...(preflighted && preflight !== undefined
            ? [copyBlock('The preflight as curl', preflightCurl(preflight, location.origin))]
            : []),
        ...(actual === undefined
            ? []
            : [copyBlock('The actual request as curl', actualCurl(actual, answer.question, location.origin))]),
        copyBlock('As a test', test),
    ];
}
` },
  ],
  [
    'icon.svg',
    { contentType: 'image/svg+xml', content: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <rect width="22" height="22" rx="5.5" fill="#1f4fa3" />
  <path d="M6 4.5v13M16 4.5v13" stroke="#9dbcf2" />
  <path d="M6 8h9.2M12.8 5.6 15.2 8l-2.4 2.4" stroke="#fff" />
  <path d="M16 14H6.8M9.2 11.6 6.8 14l2.4 2.4" stroke="#fff" />
</svg>
` },
  ],
  [
    'icons.js',
    { contentType: 'text/javascript; charset=utf-8', content: `const PATHS = {
    'any-origin': 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12',
    'credentials': 'M10.5 2.5a3 3 0 1 1-2.2 5L3 12.8V14h2v-1.6h1.6v-1.6M10.9 5.1h.01',
    'no-access': 'M4 7.5h8V14H4ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
    'versions-differ': 'M8 14V9M8 9 4 5M8 9l4-4M4 8V5h3M12 8V5H9',
    'passed': 'm3 8.5 3.5 3.5L13 4.5',
    'failed': 'm4 4 8 8M12 4l-8 8',
    'noted': 'M8 7.5v4M8 4.6v.01',
    'moot': 'm3 8.5 3.5 3.5L13 4.5',
    'chevron': 'm6 3.5 4.5 4.5L6 12.5',
    'arrow': 'M2.5 8h11M9.5 4l4 4-4 4',
    'copy': 'M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8Z',
    'remove': 'm4.5 4.5 7 7M11.5 4.5l-7 7',
    'add': 'M8 3v10M3 8h10',
};
const SVG = 'http://www.w3.org/2000/svg';
export function icon(name) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', \`icon icon--\${name}\`);
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', PATHS[name]);
    svg.append(path);
    return svg;
}
` },
  ],
  [
    'live-row.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
import { icon } from './icons.js';
import { whyRefused } from './live-why.js';
const WORDS = { allowed: 'allowed', refused: 'refused', own: 'own origin' };
const ICONS = { allowed: 'passed', refused: 'failed', own: 'noted' };
export function outcomeOf({ allowed, kind, refusable, enforced }) {
    if (allowed)
        return 'allowed';
    return kind === 'actual' && !refusable && !enforced ? 'own' : 'refused';
}
export function liveRow(decision) {
    const { kind, method, url, origin, status, at, handlers } = decision;
    const time = new Date(at);
    const outcome = outcomeOf(decision);
    return element('li', { class: \`decision decision--\${outcome}\` }, element('time', { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false })), element('span', { class: 'decision__verdict' }, icon(ICONS[outcome]), WORDS[outcome]), element('span', { class: 'decision__kind' }, kind), element('code', { class: 'decision__what' }, \`\${method} \${url}\`), element('code', { class: 'decision__origin' }, origin === '' ? 'no Origin' : origin), element('span', { class: 'decision__status' }, String(status)), element('span', { class: 'decision__handlers' }, handlers.length === 0 ? 'no route of Nest' : handlers.join(', ')), outcome === 'refused' || decision.reason !== undefined ? whyRefused(decision) : undefined);
}
` },
  ],
  [
    'live-view.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
import { liveRow, outcomeOf } from './live-row.js';
import { LIVE_URL } from './server.js';
const SHOWN = 200;
export function liveView() {
    const list = element('ol', { class: 'decisions' });
    const state = element('p', { class: 'state', role: 'status' }, 'Connecting');
    const tally = element('p', { class: 'tally' });
    const empty = element('p', { class: 'empty' }, 'Nothing yet. Each request with an Origin shows up here as soon as it is answered: open a page of another origin, or send what the Flow view gives you for curl.');
    const missedNote = element('p', { class: 'missed', hidden: true });
    const pause = element('button', { 'type': 'button', 'class': 'button', 'aria-pressed': 'false' }, 'Pause');
    const refusedOnly = element('button', { 'type': 'button', 'class': 'button', 'aria-pressed': 'false' }, 'Refused only');
    const clear = element('button', { type: 'button', class: 'button' }, 'Clear');
    const waiting = [];
    const counts = { allowed: 0, refused: 0, own: 0 };
    let paused = false;
    let missed = 0;
    function draw(decisions) {
        for (const decision of decisions)
            counts[outcomeOf(decision)] += 1;
        list.prepend(...decisions.slice(-SHOWN).map(liveRow).reverse());
        while (list.childElementCount > SHOWN)
            list.lastElementChild?.remove();
        tally.textContent = \`\${String(counts.refused)} refused, \${String(counts.allowed)} allowed\`;
        empty.hidden = list.childElementCount > 0;
        missedNote.hidden = missed === 0;
        missedNote.textContent = \`\${String(missed)} more came too fast, or before this page was open, and are not shown.\`;
    }
    function take({ decisions, missed: more }) {
        missed += more;
        if (!paused) {
            draw(decisions);
            return;
        }
        waiting.push(...decisions);
        missed += waiting.splice(0, Math.max(0, waiting.length - SHOWN)).length;
        state.textContent = \`Paused, \${String(waiting.length)} waiting\`;
    }
    const source = new EventSource(LIVE_URL);
    source.addEventListener('open', () => {
        state.textContent = paused ? 'Paused' : 'Watching';
        state.dataset.state = paused ? 'paused' : 'open';
    });
    source.addEventListener('error', () => {
        const isOver = source.readyState === EventSource.CLOSED;
        state.textContent = isOver
            ? 'Not connected: the server turned this page away. Close another page, or open the address that a restarted application has printed.'
            : 'Not connected. Trying again';
        state.dataset.state = 'lost';
    });
    source.addEventListener('message', event => {
        const message = readMessage(event.data);
        if (message !== undefined)
            take(message);
    });
    pause.addEventListener('click', () => {
        paused = !paused;
        pause.setAttribute('aria-pressed', String(paused));
        state.textContent = paused ? 'Paused' : 'Watching';
        state.dataset.state = paused ? 'paused' : 'open';
        if (!paused)
            draw(waiting.splice(0));
    });
    refusedOnly.addEventListener('click', () => {
        const only = list.classList.toggle('decisions--refused');
        refusedOnly.setAttribute('aria-pressed', String(only));
    });
    clear.addEventListener('click', () => {
        list.replaceChildren();
        Object.assign(counts, { allowed: 0, refused: 0, own: 0 });
        missed = 0;
        draw([]);
    });
    draw([]);
    const node = element('section', { 'class': 'live', 'aria-labelledby': 'live-title' }, element('h1', { id: 'live-title' }, 'The latest decisions'), element('div', { class: 'controls' }, state, tally, pause, refusedOnly, clear), missedNote, empty, list);
    return {
        node,
        close: () => {
            source.close();
        },
    };
}
function readMessage(data) {
    const message = typeof data === 'string' ? JSON.parse(data) : undefined;
    return isLiveMessage(message) ? message : undefined;
}
function isLiveMessage(message) {
    return (typeof message === 'object' &&
        message !== null &&
        'decisions' in message &&
        Array.isArray(message.decisions) &&
        'missed' in message &&
        typeof message.missed === 'number');
}
` },
  ],
  [
    'live-why.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
import { icon } from './icons.js';
import { hrefOf } from './place.js';
import { questionOf, questionQuery } from './question.js';
import { loadFlow } from './server.js';
const REASONS = new Map([
    ['origin', 'Its origin has no access.'],
    ['method', 'The policy does not have the method.'],
    ['headers', 'The policy does not have a header that it asks for.'],
    ['host', 'The host that it was sent to is not one of ownOrigins.'],
]);
export function whyRefused(decision) {
    const question = questionOf(decision);
    const sentence = \`\${REASONS.get(decision.reason ?? '') ?? 'The policy does not allow it.'} \${consequence(decision)}\`;
    if (decision.reason === 'host' || decision.kind === 'handshake')
        return element('div', { class: 'why' }, element('p', {}, sentence));
    if (decision.cut) {
        return element('div', { class: 'why' }, element('p', {}, sentence), element('p', { class: 'quiet' }, 'It was too long to keep whole, so that it cannot be explained.'));
    }
    const explanation = element('div', { class: 'explanation' });
    const details = element('details', {}, element('summary', {}, sentence), explanation);
    details.addEventListener('toggle', () => {
        if (!details.open || explanation.childElementCount > 0)
            return;
        explanation.append(element('p', { class: 'quiet' }, 'Asking'));
        loadFlow(question)
            .then(answer => {
            explanation.replaceChildren(explained(answer));
        })
            .catch((error) => {
            const message = error instanceof Error ? error.message : String(error);
            explanation.replaceChildren(element('p', {}, \`No browser would send this. \${message}\`));
        });
    });
    return element('div', { class: 'why' }, details, element('a', { href: hrefOf('flow', questionQuery(question)), class: 'to-flow' }, 'Open the flow', icon('arrow')));
}
function consequence({ kind, enforced, overridden, reason }) {
    if (overridden === true) {
        return 'Other code has set another Access-Control-Allow-Origin on the answer, and the browser goes by that.';
    }
    if (kind === 'preflight')
        return 'The request itself is not sent.';
    if (enforced)
        return 'The server answered with 403.';
    if (kind === 'handshake')
        return 'It was passed on all the same, since handshakes only reports.';
    return reason === 'host'
        ? 'It was served all the same, since enforce only reports.'
        : 'It was served all the same; the browser withholds the answer.';
}
function explained({ rows, allowed }) {
    const failed = rows
        .slice(0, -1)
        .filter(row => row.kind === 'event')
        .filter(({ verdict }) => verdict === 'failed');
    if (allowed || failed.length === 0) {
        return element('p', {}, 'Asked again, it is allowed: the policy has changed, or its rule answers otherwise by now.');
    }
    return element('ul', {}, ...failed.map(({ title, detail, header }) => element('li', {}, element('strong', {}, title), header === undefined ? undefined : element('code', { class: 'decider' }, header), element('span', {}, detail))));
}
` },
  ],
  [
    'marks.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
import { icon } from './icons.js';
export const MARK_WORDS = {
    'any-origin': 'Any origin',
    'credentials': 'Credentials',
    'no-access': 'No other origin',
    'versions-differ': 'Versions differ',
};
export const MARKS = ['any-origin', 'credentials', 'no-access', 'versions-differ'];
export function markBadge(mark) {
    return element('span', { class: \`mark mark--\${mark}\` }, icon(mark), MARK_WORDS[mark]);
}
` },
  ],
  [
    'page.html',
    { contentType: 'text/html; charset=utf-8', content: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>CORS explorer</title>
    <link rel="icon" type="image/svg+xml" href="{{here}}/files/icon.svg" />
    <link rel="stylesheet" href="{{here}}/files/page.css" />
    <script type="module" src="{{here}}/files/app.js"></script>
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <p class="brand">
        <img src="{{here}}/files/icon.svg" alt="" width="22" height="22" />
        <span>CORS explorer</span>
      </p>
      <nav class="views" aria-label="Views">
        <a href="#surface" data-view="surface">Surface</a>
        <a href="#flow" data-view="flow">Flow</a>
        <a href="#live" data-view="live">Live</a>
      </nav>
      <p class="where" id="where"></p>
    </header>
    <main id="main" tabindex="-1">
      <noscript><p class="empty">The explorer needs JavaScript.</p></noscript>
    </main>
  </body>
</html>
` },
  ],
  [
    'place.js',
    { contentType: 'text/javascript; charset=utf-8', content: `export const VIEWS = ['surface', 'flow', 'live'];
export function readPlace(hash) {
    const [name = '', ...rest] = hash.replace(/^#/, '').split('?');
    const view = VIEWS.find(known => known === name) ?? 'surface';
    return { view, query: new URLSearchParams(rest.join('?')) };
}
export function hrefOf(view, query = new URLSearchParams()) {
    const text = query.toString();
    return \`#\${view}\${text === '' ? '' : \`?\${text}\`}\`;
}
export function keepPlace(view, query) {
    history.replaceState(null, '', hrefOf(view, query));
}
` },
  ],
  [
    'policy-table.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
const LEVELS = ['method', 'controller', 'path', 'defaults', 'built-in'];
const GATEWAY_LEVELS = ['gateway', 'path', 'defaults', 'built-in'];
const LEVEL_WORDS = {
    'method': 'method',
    'controller': 'controller',
    'gateway': 'gateway',
    'path': 'paths',
    'defaults': 'module defaults',
    'built-in': 'built-in',
};
export function policyTable(policy, caption) {
    const rows = Object.entries(policy).map(([name, field]) => element('tr', { 'data-level': field.level, 'role': 'row' }, element('th', { scope: 'row', role: 'rowheader' }, element('code', {}, name)), element('td', { class: 'value', role: 'cell' }, ...valueNodes(field.value)), element('td', { role: 'cell' }, source(field))));
    return element('table', { class: 'policy', role: 'table' }, element('caption', {}, caption), element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...['Field', 'Value', 'Set by'].map(text => element('th', { scope: 'col', role: 'columnheader' }, text)))), element('tbody', { role: 'rowgroup' }, ...rows));
}
export function source({ level, named }) {
    const levels = level === 'gateway' ? GATEWAY_LEVELS : LEVELS;
    const steps = levels.map(each => element('i', each === level ? { class: 'won' } : {}));
    return element('span', { class: 'source' }, element('span', { 'class': 'ladder', 'aria-hidden': 'true' }, ...steps), LEVEL_WORDS[level], ...(named === undefined ? [] : [element('span', { class: 'named' }, \`'\${named}'\`)]));
}
export function readers(value) {
    if (value === '*')
        return element('span', {}, 'Any origin');
    if (value === false || value === undefined)
        return element('span', {}, 'No other origin');
    const rules = [value].flat();
    const shown = rules.slice(0, 2).map(rule => element('code', {}, plain(rule)));
    const others = rules.length - shown.length;
    return element('span', { class: 'rules' }, ...shown, ...(others > 0 ? [element('span', { class: 'quiet' }, \`and \${String(others)} more\`)] : []));
}
function valueNodes(value) {
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    if (isEmpty)
        return [element('span', { class: 'quiet' }, value === undefined ? 'not set' : 'none')];
    return [value].flat().map(each => element('code', {}, plain(each)));
}
function plain(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}
` },
  ],
  [
    'question.js',
    { contentType: 'text/javascript; charset=utf-8', content: `export function questionQuery(question) {
    const query = new URLSearchParams({
        origin: question.origin,
        method: question.method,
        url: question.url,
    });
    for (const [name, value] of question.headers)
        query.append('header', \`\${name}: \${value}\`);
    if (question.credentials)
        query.set('credentials', 'true');
    return query;
}
export function readQuestion(query) {
    return {
        origin: query.get('origin') ?? '',
        method: query.get('method') ?? 'GET',
        url: query.get('url') ?? '/',
        headers: query.getAll('header').map(readHeader),
        credentials: query.get('credentials') === 'true',
    };
}
function readHeader(line) {
    const at = line.indexOf(':');
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
export function examplePath(path) {
    const filled = path
        .replace(/\\{([^{}]*)\\}/g, '$1')
        .replace(/:[A-Za-z_$][\\w$]*(?:\\([^)]*\\))?\\??/g, '1')
        .replace(/\\*[\\w$]*/g, 'any')
        .replace(/\\/{2,}/g, '/');
    return filled === '' ? '/' : filled;
}
export function questionOf({ origin, method, url, requestedHeaders = '' }) {
    const names = requestedHeaders
        .split(',')
        .map(name => name.trim())
        .filter(name => name !== '');
    return {
        origin,
        method,
        url,
        headers: names.map(name => [name, name.toLowerCase() === 'content-type' ? 'application/json' : 'x']),
        credentials: false,
    };
}
` },
  ],
  [
    'server.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { questionQuery } from './question.js';
const BASE = new URL('../', import.meta.url);
export const LIVE_URL = new URL('live', BASE).href;
export function loadSurface() {
    return load('surface');
}
export function loadFlow(question, signal) {
    return load(\`flow?\${questionQuery(question).toString()}\`, signal);
}
async function load(path, signal) {
    const response = await fetch(new URL(path, BASE), signal === undefined ? {} : { signal });
    const body = await response.json().catch(() => undefined);
    if (!response.ok)
        throw new Error(messageIn(body) ?? \`The server answered with \${String(response.status)}.\`);
    return body;
}
function messageIn(body) {
    if (typeof body !== 'object' || body === null || !('message' in body))
        return undefined;
    return typeof body.message === 'string' ? body.message : undefined;
}
` },
  ],
  [
    'surface-filter.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { MARKS } from './marks.js';
export function readFilter(query) {
    return {
        text: query.get('q') ?? '',
        mark: MARKS.find(mark => mark === query.get('mark')),
        policy: query.get('policy') ?? '',
    };
}
export function filterQuery({ text, mark, policy }) {
    const query = new URLSearchParams();
    if (text !== '')
        query.set('q', text);
    if (mark !== undefined)
        query.set('mark', mark);
    if (policy !== '')
        query.set('policy', policy);
    return query;
}
export function shows({ text, mark, policy }, route) {
    if (mark !== undefined && !route.marks.includes(mark))
        return false;
    if (policy !== '' && !route.policies.includes(policy))
        return false;
    const words = text
        .toLowerCase()
        .split(/\\s+/)
        .filter(word => word !== '');
    if (words.length === 0)
        return true;
    const found = textOf(route);
    return words.every(word => found.includes(word));
}
function textOf({ method, path, host, version, handler, policy }) {
    const fields = Object.entries(policy).map(([name, field]) => \`\${name} \${JSON.stringify(field.value)} \${field.level} \${field.named ?? ''}\`);
    return [method, path, host, version, handler, ...fields].flat().join(' ').toLowerCase();
}
` },
  ],
  [
    'surface-row.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element, newId, spoken } from './dom.js';
import { icon } from './icons.js';
import { markBadge } from './marks.js';
import { hrefOf } from './place.js';
import { policyTable, readers, source } from './policy-table.js';
import { examplePath, questionQuery } from './question.js';
export function surfaceRow(route, suggestedOrigin) {
    const { method, path, policy, marks } = route;
    const handler = handlerWords(route);
    const detailsId = newId('policy');
    const button = element('button', { 'type': 'button', 'class': 'disclose', 'aria-expanded': 'false', 'aria-controls': detailsId }, icon('chevron'), element('code', { class: 'path' }, path));
    const details = element('tr', { id: detailsId, class: 'details', hidden: true, role: 'row' }, element('td', { colspan: '5', role: 'cell' }, policyTable(policy, \`The effective policy of \${method} \${path}, \${handler}\`)));
    button.addEventListener('click', () => {
        details.hidden = !details.hidden;
        button.setAttribute('aria-expanded', String(!details.hidden));
    });
    const origin = policy.origin;
    const row = element('tr', { class: 'route', role: 'row' }, element('td', { class: 'cell-method', role: 'cell' }, element('code', { class: 'method' }, method)), element('td', { class: 'cell-path', role: 'rowheader' }, button, element('span', { class: 'handler' }, [handler, ...conditions(route)].join(' · '))), element('td', { class: 'cell-readers', role: 'cell' }, readers(origin?.value), origin === undefined ? undefined : source(origin)), element('td', { class: 'cell-marks', role: 'cell' }, ...marks.map(markBadge)), element('td', { class: 'cell-flow', role: 'cell' }, element('a', { href: flowHref(route, suggestedOrigin), class: 'to-flow' }, 'Flow', spoken(\` of \${method} \${path}\`), icon('arrow'))));
    return [row, details];
}
function handlerWords({ handler, policy }) {
    const isUnmanaged = Object.keys(policy).length === 0;
    return [handler ?? 'key of paths', ...(isUnmanaged ? ['left to the application'] : [])].join(', ');
}
function conditions({ host, version }) {
    return [
        ...(host === undefined ? [] : [\`host \${[host].flat().join(', ')}\`]),
        ...(version === undefined ? [] : [\`version \${[version].flat().join(', ')}\`]),
    ];
}
function flowHref({ method, path, host, policy }, suggestedOrigin) {
    const [literal] = [policy.origin?.value]
        .flat()
        .filter(rule => typeof rule === 'string' && /^[a-z][a-z\\d+.-]*:\\/\\/[^*[]+$/.test(rule));
    const [boundHost] = [host].flat();
    const isName = boundHost !== undefined && /^[a-z\\d.-]+$/i.test(boundHost);
    return hrefOf('flow', questionQuery({
        origin: typeof literal === 'string' ? literal : suggestedOrigin,
        method: method === 'ALL' ? 'GET' : method,
        url: \`\${isName ? \`http://\${boundHost}\` : ''}\${examplePath(path)}\`,
        headers: [],
        credentials: policy.credentials?.value === true,
    }));
}
` },
  ],
  [
    'surface-view.js',
    { contentType: 'text/javascript; charset=utf-8', content: `import { element } from './dom.js';
import { icon } from './icons.js';
import { MARKS, MARK_WORDS } from './marks.js';
import { keepPlace } from './place.js';
import { filterQuery, readFilter, shows } from './surface-filter.js';
import { surfaceRow } from './surface-row.js';
const COLUMNS = ['Method', 'Route', 'Who may read', 'Stands out', 'Flow'];
export function surfaceView(surface, query) {
    let filter = readFilter(query);
    const count = element('p', { class: 'count', role: 'status' });
    const rows = element('tbody', { role: 'rowgroup' });
    const tiles = tileGroup(surface, mark => {
        change({ ...filter, mark: filter.mark === mark ? undefined : mark });
    });
    const search = element('input', {
        type: 'search',
        id: 'filter-text',
        placeholder: 'path, handler, origin, field …',
        autocomplete: 'off',
        spellcheck: 'false',
    });
    const policies = element('select', { id: 'filter-policy' }, element('option', { value: '' }, 'All policies'), ...surface.policies.map(name => element('option', { value: name }, name)));
    const entries = surface.routes.map(route => ({
        route,
        rows: surfaceRow(route, surface.origins[0] ?? 'https://app.example.com'),
    }));
    function draw() {
        const shown = entries.filter(({ route }) => shows(filter, route));
        rows.replaceChildren(...(shown.length === 0 ? [emptyRow(surface)] : shown.flatMap(entry => entry.rows)));
        count.textContent =
            shown.length === entries.length
                ? \`\${String(entries.length)} routes\`
                : \`\${String(shown.length)} of \${String(entries.length)} routes\`;
        for (const [mark, tile] of tiles.buttons)
            tile.setAttribute('aria-pressed', String(filter.mark === mark));
        if (search.value !== filter.text)
            search.value = filter.text;
        policies.value = filter.policy;
    }
    function change(next) {
        filter = next;
        keepPlace('surface', filterQuery(filter));
        draw();
    }
    search.addEventListener('input', () => {
        change({ ...filter, text: search.value });
    });
    policies.addEventListener('change', () => {
        change({ ...filter, policy: policies.value });
    });
    draw();
    return element('section', { 'class': 'surface', 'aria-labelledby': 'surface-title' }, element('h1', { id: 'surface-title' }, 'What this API opens to other origins'), tiles.group, element('div', { class: 'filters' }, element('label', { for: 'filter-text' }, 'Filter'), search, element('label', { for: 'filter-policy' }, 'Named policy'), policies, count), element('table', { class: 'routes', role: 'table' }, element('caption', { class: 'spoken' }, 'Routes with their effective policies'), element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...COLUMNS.map(text => element('th', { scope: 'col', role: 'columnheader' }, text)))), rows), element('p', { class: 'foot' }, "The explorer's own routes are open to no other origin, and left out here."));
}
function tileGroup({ routes }, choose) {
    const buttons = new Map(MARKS.map(mark => {
        const found = routes.filter(({ marks }) => marks.includes(mark)).length;
        const tile = element('button', { 'type': 'button', 'class': \`tile tile--\${mark}\`, 'aria-pressed': 'false', 'data-mark': mark }, element('span', { class: 'tile__number' }, String(found)), element('span', { class: 'tile__word' }, icon(mark), MARK_WORDS[mark]));
        tile.addEventListener('click', () => {
            choose(mark);
        });
        return [mark, tile];
    }));
    const group = element('div', { 'class': 'tiles', 'role': 'group', 'aria-label': 'Show only' }, ...buttons.values());
    return { group, buttons };
}
function emptyRow({ routes }) {
    const text = routes.length === 0
        ? 'This application has no routes of its own yet.'
        : 'No route is like that. Take a word away, or press the pressed button above again.';
    return element('tr', { role: 'row' }, element('td', { colspan: '5', role: 'cell' }, element('p', { class: 'empty' }, text)));
}
` },
  ],
  [
    'page.css',
    { contentType: 'text/css; charset=utf-8', content: `:root {
  color-scheme: light dark;
  --bg: #f6f7f9;
  --panel: #ffffff;
  --sunken: #eef1f4;
  --ink: #14181e;
  --quiet: #56606c;
  --line: #dde2e8;
  --edge: #838d99;
  --accent: #1f4fa3;
  --accent-soft: #e6edf9;
  --yes: #11683f;
  --yes-soft: #e0f2e8;
  --no: #ae2418;
  --no-soft: #fce8e5;
  --warn: #7d4b00;
  --warn-soft: #fbefd9;
  --server: #65408f;
  --server-soft: #f2ebf9;
  --radius: 8px;
  --sans:
    system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --bg: #0e1116;
    --panel: #161a21;
    --sunken: #1d222b;
    --ink: #e6e9ee;
    --quiet: #9da7b4;
    --line: #2a303a;
    --edge: #6f7a88;
    --accent: #8fb6ff;
    --accent-soft: #1b2a45;
    --yes: #6cd39a;
    --yes-soft: #14301f;
    --no: #ff968a;
    --no-soft: #3b1c19;
    --warn: #efb95f;
    --warn-soft: #33260e;
    --server: #c9a8f2;
    --server-soft: #2a2038;
  }
}

*,
*::before,
*::after {
  box-sizing: border-box;
}

[hidden] {
  display: none !important;
}

html {
  -webkit-text-size-adjust: 100%;
}

body {
  margin: 0;
  background: var(--bg);
  color: var(--ink);
  font: 0.9375rem/1.5 var(--sans);
}

h1,
h2,
p,
ol,
ul,
dl,
pre,
figure,
fieldset {
  margin: 0;
  padding: 0;
}

ol,
ul {
  list-style: none;
}

fieldset {
  border: 0;
  min-width: 0;
}

h1 {
  font-size: 1.375rem;
  font-weight: 650;
  letter-spacing: -0.015em;
  line-height: 1.25;
  text-wrap: balance;
}

h2 {
  font-size: 0.9375rem;
  font-weight: 650;
}

code,
pre {
  font-family: var(--mono);
  font-size: 0.8125rem;
}

a {
  color: var(--accent);
  text-underline-offset: 0.2em;
}

:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
  border-radius: 4px;
}

main:focus {
  outline: none;
}

.quiet {
  color: var(--quiet);
}

.spoken {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.skip {
  position: absolute;
  z-index: 2;
  top: -4rem;
  left: 1rem;
  padding: 0.5rem 1rem;
  border-radius: var(--radius);
  background: var(--panel);
}

.skip:focus {
  top: 0.5rem;
}

.icon {
  flex: none;
  width: 1em;
  height: 1em;
  fill: none;
  stroke: currentcolor;
  stroke-width: 1.6;
  stroke-linecap: round;
  stroke-linejoin: round;
}

.top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 1.75rem;
  padding: 0 clamp(1rem, 3vw, 2rem);
  border-bottom: 1px solid var(--line);
  background: var(--panel);
}

.brand {
  display: flex;
  align-items: center;
  gap: 0.6rem;
  font-weight: 650;
  letter-spacing: -0.01em;
}

.brand img {
  display: block;
}

.views {
  display: flex;
  gap: 0.25rem;
}

.views a {
  padding: 0.9rem 0.75rem calc(0.9rem - 2px);
  border-bottom: 2px solid transparent;
  color: var(--quiet);
  font-weight: 550;
  text-decoration: none;
}

.views a:hover {
  color: var(--ink);
}

.views a[aria-current] {
  border-bottom-color: var(--accent);
  color: var(--ink);
}

.where {
  margin-left: auto;
  color: var(--quiet);
  font: 0.8125rem/1.5 var(--mono);
}

main {
  max-width: 82rem;
  margin: 0 auto;
  padding: clamp(1.25rem, 3vw, 2rem) clamp(1rem, 3vw, 2rem) 4rem;
}

legend {
  padding: 0;
}

label,
legend {
  color: var(--quiet);
  font-size: 0.8125rem;
  font-weight: 550;
}

input:not([type='checkbox']),
select {
  width: 100%;
  min-height: 2.25rem;
  padding: 0.3rem 0.65rem;
  border: 1px solid var(--edge);
  border-radius: 6px;
  background: var(--panel);
  color: var(--ink);
  font: inherit;
}

input::placeholder {
  color: var(--quiet);
  opacity: 1;
}

input[type='checkbox'] {
  width: 1.05rem;
  height: 1.05rem;
  accent-color: var(--accent);
}

.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 0.45em;
  min-height: 2.25rem;
  padding: 0.3rem 0.85rem;
  border: 1px solid var(--edge);
  border-radius: 6px;
  background: var(--panel);
  color: var(--ink);
  font: 550 0.875rem/1.2 var(--sans);
  cursor: pointer;
}

.button:hover {
  background: var(--sunken);
}

.button[aria-pressed='true'] {
  border-color: var(--accent);
  background: var(--accent-soft);
  color: var(--accent);
  box-shadow: inset 0 0 0 1px var(--accent);
}

.button--quiet {
  border-color: transparent;
  background: none;
  color: var(--accent);
}

.button--icon {
  min-width: 2.25rem;
  padding: 0;
  border-color: transparent;
  background: none;
  color: var(--quiet);
}

.empty {
  padding: 2.5rem 1.5rem;
  border: 1px dashed var(--edge);
  border-radius: var(--radius);
  color: var(--quiet);
  text-align: center;
  text-wrap: balance;
}

.to-flow {
  display: inline-flex;
  align-items: center;
  gap: 0.35em;
  min-height: 1.5rem;
  font-weight: 550;
  text-decoration: none;
  white-space: nowrap;
}

.to-flow:hover {
  text-decoration: underline;
}

.foot {
  margin-top: 1rem;
  color: var(--quiet);
  font-size: 0.8125rem;
}

@media (max-width: 40rem) {
  .top {
    padding-top: 0.75rem;
  }

  .views {
    order: 3;
    width: 100%;
    margin-inline: -0.75rem;
  }

  .views a {
    padding-block: 0.6rem;
  }
}

.tiles {
  display: grid;
  grid-template-columns: repeat(4, 1fr);
  gap: 0.75rem;
  margin: 1.25rem 0;
}

.tile {
  --tone: var(--quiet);
  --soft: var(--sunken);
  display: grid;
  gap: 0.1rem;
  padding: 0.8rem 1rem 0.85rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--panel);
  color: var(--ink);
  font: inherit;
  text-align: left;
  cursor: pointer;
}

.tile:hover {
  border-color: var(--edge);
}

.tile[aria-pressed='true'] {
  border-color: var(--tone);
  background: var(--soft);
  box-shadow: inset 0 0 0 1px var(--tone);
}

.tile__number {
  font-size: 1.625rem;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
  letter-spacing: -0.02em;
  line-height: 1.2;
}

.tile__word {
  display: flex;
  align-items: center;
  gap: 0.45em;
  color: var(--tone);
  font-size: 0.875rem;
  font-weight: 550;
}

.mark {
  --tone: var(--quiet);
  --soft: var(--sunken);
  display: inline-flex;
  align-items: center;
  gap: 0.35em;
  margin: 0 0.35rem 0.25rem 0;
  padding: 0.1rem 0.5rem;
  border-radius: 4px;
  background: var(--soft);
  color: var(--tone);
  font-size: 0.8125rem;
  font-weight: 550;
  white-space: nowrap;
}

.tile--any-origin,
.mark--any-origin {
  --tone: var(--warn);
  --soft: var(--warn-soft);
}

.tile--credentials,
.mark--credentials {
  --tone: var(--accent);
  --soft: var(--accent-soft);
}

.tile--versions-differ,
.mark--versions-differ {
  --tone: var(--server);
  --soft: var(--server-soft);
}

.filters {
  display: grid;
  grid-template-columns: auto minmax(12rem, 26rem) auto minmax(8rem, 14rem) 1fr;
  gap: 0.5rem 0.75rem;
  align-items: center;
  margin-bottom: 1rem;
}

.count {
  color: var(--quiet);
  font-variant-numeric: tabular-nums;
  text-align: right;
}

.routes {
  width: 100%;
  border: 1px solid var(--line);
  border-spacing: 0;
  border-radius: var(--radius);
  background: var(--panel);
}

.routes > thead th {
  padding: 0.55rem 0.9rem;
  color: var(--quiet);
  font-size: 0.8125rem;
  font-weight: 550;
  text-align: left;
}

.routes > tbody > tr > td {
  padding: 0.65rem 0.9rem;
  border-top: 1px solid var(--line);
  vertical-align: top;
}

.cell-method {
  width: 5.5rem;
}

.method {
  font-weight: 650;
}

.disclose {
  display: inline-flex;
  align-items: baseline;
  gap: 0.45rem;
  margin: -0.15rem 0 0 -0.3rem;
  padding: 0.15rem 0.3rem;
  border: 0;
  border-radius: 4px;
  background: none;
  color: inherit;
  font: inherit;
  text-align: left;
  cursor: pointer;
}

.disclose .icon {
  align-self: center;
  color: var(--quiet);
}

.disclose[aria-expanded='true'] .icon {
  rotate: 90deg;
}

.disclose:hover .path {
  text-decoration: underline;
  text-underline-offset: 0.2em;
}

.path {
  font-size: 0.875rem;
  font-weight: 550;
  overflow-wrap: anywhere;
}

.handler {
  display: block;
  padding-left: 1.45rem;
  color: var(--quiet);
  font-size: 0.8125rem;
  overflow-wrap: anywhere;
}

.cell-readers {
  max-width: 24rem;
}

.cell-readers > * {
  display: flex;
  flex-wrap: wrap;
  gap: 0.15rem 0.6rem;
  overflow-wrap: anywhere;
}

.cell-flow {
  width: 1%;
}

.details > td {
  background: var(--bg);
}

.source {
  display: inline-flex;
  align-items: center;
  gap: 0.45rem;
  color: var(--quiet);
  font-size: 0.8125rem;
}

.ladder {
  display: inline-flex;
  gap: 2px;
}

.ladder i {
  width: 4px;
  height: 0.7rem;
  border-radius: 1px;
  background: var(--line);
}

.ladder .won {
  background: var(--ink);
}

.named {
  color: var(--ink);
  font-family: var(--mono);
}

.policy {
  width: 100%;
  max-width: 56rem;
  border-spacing: 0;
}

.policy caption {
  padding-bottom: 0.35rem;
  color: var(--quiet);
  font-size: 0.8125rem;
  text-align: left;
  overflow-wrap: anywhere;
}

.policy th,
.policy td {
  padding: 0.3rem 1rem 0.3rem 0;
  border-top: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
}

.policy thead th {
  border-top: 0;
  color: var(--quiet);
  font-size: 0.8125rem;
  font-weight: 550;
}

.policy tbody th {
  width: 12rem;
  font-weight: 400;
}

.policy .value code {
  display: block;
  overflow-wrap: anywhere;
}

.policy [data-level='built-in'] code {
  color: var(--quiet);
}

@media screen and (max-width: 56rem) {
  .tiles {
    grid-template-columns: 1fr 1fr;
  }

  .filters {
    grid-template-columns: auto 1fr;
  }

  .count {
    grid-column: 1 / -1;
    text-align: left;
  }

  .routes > thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .routes,
  .routes > tbody,
  .routes > tbody > tr,
  .routes > tbody > tr > td {
    display: block;
    width: auto;
    max-width: none;
  }

  .routes > tbody > .route {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.3rem 0.75rem;
    padding: 0.75rem 0.9rem;
    border-top: 1px solid var(--line);
  }

  .routes > tbody > .route:first-child {
    border-top: 0;
  }

  .routes > tbody > .route > td {
    grid-column: 1 / -1;
    padding: 0;
    border: 0;
  }

  .routes > tbody > .route > .cell-method {
    grid-area: 1 / 1;
  }

  .routes > tbody > .route > .cell-flow {
    grid-area: 1 / 2;
  }

  .cell-readers,
  .cell-marks {
    padding-left: 1.45rem !important;
  }

  .cell-marks:empty {
    display: none !important;
  }

  .policy,
  .policy caption,
  .policy tbody {
    display: block;
  }

  .policy thead {
    display: none;
  }

  .policy tbody tr {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 0.75rem;
    padding: 0.3rem 0;
    border-top: 1px solid var(--line);
  }

  .policy tbody :is(th, td) {
    width: auto;
    padding: 0;
    border: 0;
  }

  .policy .value {
    grid-area: 2 / 1 / auto / -1;
  }
}

.flow {
  display: grid;
  grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr);
  gap: clamp(1.5rem, 3vw, 2.5rem);
  align-items: start;
}

.flow__ask {
  position: sticky;
  top: 1.25rem;
}

.ask {
  display: grid;
  gap: 1rem;
  margin-top: 1.25rem;
}

.pair {
  display: grid;
  grid-template-columns: 6.5rem minmax(0, 1fr);
  gap: 0.6rem;
}

.field {
  display: grid;
  gap: 0.25rem;
}

.ask input[type='text'] {
  font-family: var(--mono);
  font-size: 0.8125rem;
}

.headers-asked {
  display: grid;
  gap: 0.4rem;
}

.headers-asked li {
  display: grid;
  grid-template-columns: 1fr 1fr auto;
  gap: 0.4rem;
}

.headers-asked:not(:empty) {
  margin-top: 0.25rem;
}

.ask .button--quiet {
  margin-left: -0.85rem;
}

.check {
  display: flex;
  align-items: center;
  gap: 0.6rem;
}

.check label {
  display: flex;
  flex-wrap: wrap;
  gap: 0 0.6rem;
  align-items: baseline;
  color: var(--ink);
  font-size: 0.9375rem;
}

.check code {
  font-weight: 400;
  color: var(--quiet);
}

.verdict {
  --tone: var(--quiet);
  padding: 0.9rem 1.1rem 1rem;
  border: 1px solid var(--line);
  border-left: 4px solid var(--tone);
  border-radius: var(--radius);
  background: var(--panel);
  overflow-wrap: anywhere;
}

.verdict:empty {
  min-height: 5.5rem;
}

.verdict[data-outcome='readable'] {
  --tone: var(--yes);
}

.verdict[data-outcome='blocked'] {
  --tone: var(--no);
}

.verdict__word {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.2rem 0.5rem;
  margin-bottom: 0.15rem;
  color: var(--tone);
  font-size: 1.125rem;
  font-weight: 650;
  letter-spacing: -0.01em;
}

.verdict__facts {
  margin-left: auto;
  color: var(--quiet);
  font-size: 0.8125rem;
  font-weight: 500;
  letter-spacing: 0;
}

.text-version,
.in-effect {
  margin-top: 0.75rem;
}

summary {
  width: fit-content;
  color: var(--accent);
  font-weight: 550;
  cursor: pointer;
}

.sentences {
  padding: 0.5rem 0 0 1.75rem;
  list-style: decimal;
  overflow-wrap: anywhere;
}

.sentences li {
  padding-block: 0.15rem;
}

.in-effect .policy {
  margin-top: 0.5rem;
}

.copy {
  margin-top: 1.25rem;
}

.copy__head {
  display: flex;
  align-items: center;
  justify-content: space-between;
}

.copy pre {
  padding: 0.8rem 1rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--panel);
  overflow-x: auto;
}

@media screen and (max-width: 74rem) {
  .flow {
    grid-template-columns: minmax(0, 1fr);
  }

  .flow__ask {
    position: static;
  }

  .ask {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    align-items: start;
  }

  .check {
    min-height: 2.25rem;
    margin-top: 1.25rem;
  }
}

@media screen and (max-width: 44rem) {
  .ask {
    grid-template-columns: minmax(0, 1fr);
  }

  .check {
    margin-top: 0;
  }
}

/* The lifelines stand a quarter of the width from each edge; events sit on them, messages go between them. */
.diagram {
  --life: 25%;
  margin-top: 1rem;
  padding: 1rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--panel);
}

.lanes {
  display: flex;
  justify-content: space-between;
}

.lane {
  display: grid;
  justify-items: center;
  width: 48%;
  padding: 0.45rem 0.75rem 0.5rem;
  border-radius: 6px;
  background: var(--accent-soft);
  color: var(--accent);
  text-align: center;
  overflow-wrap: anywhere;
}

.lane--server {
  background: var(--server-soft);
  color: var(--server);
}

.rows {
  display: grid;
  gap: 0.65rem;
  padding: 0.9rem 0 0.25rem;
  background:
    linear-gradient(var(--edge), var(--edge)) var(--life) 0 / 1.5px 100% no-repeat,
    linear-gradient(var(--edge), var(--edge)) calc(100% - var(--life)) 0 / 1.5px 100% no-repeat;
}

.event {
  --tone: var(--quiet);
  --soft: var(--panel);
  display: flex;
  gap: 0.6rem;
  width: 48%;
  padding: 0.5rem 0.75rem 0.55rem;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--soft);
}

.event--server {
  justify-self: end;
}

.event--passed {
  --tone: var(--yes);
  border-color: color-mix(in srgb, var(--yes) 45%, var(--line));
}

.event--failed {
  --tone: var(--no);
  --soft: var(--no-soft);
  border-color: var(--no);
}

.event__icon {
  display: grid;
  flex: none;
  place-items: center;
  width: 1.35rem;
  height: 1.35rem;
  border: 1.5px solid var(--tone);
  border-radius: 50%;
  color: var(--tone);
  font-size: 0.8rem;
}

.event--passed .event__icon {
  background: var(--yes-soft);
}

.event--failed .event__icon {
  background: var(--no);
  color: var(--panel);
}

.event__icon .icon {
  stroke-width: 2.2;
}

.event__text {
  min-width: 0;
}

.event__head {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0 0.6rem;
}

.event__head strong {
  font-size: 0.875rem;
  font-weight: 650;
}

.event--failed strong {
  color: var(--no);
}

.decider {
  color: var(--tone, var(--quiet));
  font-size: 0.75rem;
}

.event__head .quiet {
  font-size: 0.75rem;
}

.event__detail {
  color: var(--quiet);
  font-size: 0.8125rem;
  line-height: 1.45;
  overflow-wrap: anywhere;
}

.event--failed .event__detail {
  color: var(--ink);
}

.wire {
  --tone: var(--ink);
  margin: 0.35rem calc(var(--life) + 1.5px);
}

.wire__title {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  justify-content: space-between;
  gap: 0 0.75rem;
  padding: 0 0.9rem 0.25rem;
}

.wire__title code {
  font-weight: 650;
  overflow-wrap: anywhere;
}

.wire__title span {
  color: var(--quiet);
  font-size: 0.8125rem;
}

.wire__line {
  position: relative;
  display: block;
  height: 2px;
  background: var(--tone);
}

.wire__line::after {
  content: '';
  position: absolute;
  top: -4px;
  right: 0;
  border: solid transparent;
  border-width: 5px 0 5px 9px;
  border-left-color: var(--tone);
}

.wire--ask .wire__line {
  background: repeating-linear-gradient(90deg, var(--tone) 0 7px, transparent 7px 11px);
}

.wire--back .wire__title {
  flex-direction: row-reverse;
}

.wire--back .wire__line::after {
  right: auto;
  left: 0;
  border-width: 5px 9px 5px 0;
  border-right-color: var(--tone);
}

.wire--failed,
.wire--never {
  --tone: var(--no);
}

.wire--failed .wire__title code {
  color: var(--no);
}

/* The policy has it, but no answer told the browser so. */
.event--moot {
  border-style: dashed;
}

/* It does not get off the browser's line: a stub, and a wall. */
.wire--never .wire__line {
  width: 1.25rem;
  background: repeating-linear-gradient(90deg, var(--tone) 0 5px, transparent 5px 8px);
}

.wire--never .wire__line::after {
  top: -8px;
  right: -3px;
  width: 3px;
  height: 18px;
  border: 0;
  border-radius: 1px;
  background: var(--tone);
}

.wire--never .wire__title code {
  color: var(--quiet);
  text-decoration: line-through;
}

.wire--never .wire__title span {
  color: var(--no);
  font-weight: 600;
}

.wire__headers {
  padding: 0.3rem 0.9rem 0;
  font: 0.75rem/1.5 var(--mono);
  overflow-wrap: anywhere;
}

.wire__headers span {
  color: var(--quiet);
}

@media screen and (max-width: 48rem) {
  .diagram {
    --life: 1rem;
    padding: 0.75rem;
  }

  .event {
    width: 88%;
  }

  .wire {
    margin-inline: calc(var(--life) + 1.5px);
  }

  .wire__title {
    padding-inline: 0.6rem;
  }

  .wire__headers {
    padding-inline: 0.6rem;
  }
}

.controls {
  display: flex;
  flex-wrap: wrap;
  gap: 0.6rem;
  align-items: center;
  margin: 1.25rem 0;
}

.state {
  display: flex;
  align-items: center;
  gap: 0.5rem;
  font-weight: 550;
}

.state::before {
  content: '';
  width: 0.6rem;
  height: 0.6rem;
  border: 2px solid var(--quiet);
  border-radius: 50%;
}

.state[data-state='open']::before {
  border-color: var(--yes);
  background: var(--yes);
}

.state[data-state='paused']::before {
  border-radius: 1px;
  background: var(--quiet);
}

.state[data-state='lost']::before {
  border-color: var(--no);
}

.tally {
  margin-right: auto;
  color: var(--quiet);
  font-variant-numeric: tabular-nums;
}

.missed {
  margin-bottom: 1rem;
  color: var(--quiet);
  font-size: 0.8125rem;
}

.decisions:not(:empty) {
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--panel);
}

.decision {
  display: grid;
  grid-template-columns: 4.25rem 5.75rem 4.5rem minmax(8rem, 1fr) minmax(8rem, 1fr) 2.25rem minmax(8rem, 1fr);
  gap: 0.2rem 0.75rem;
  align-items: baseline;
  padding: 0.55rem 0.9rem;
  border-top: 1px solid var(--line);
}

.decision:first-child {
  border-top: 0;
}

.decisions--refused .decision:not(.decision--refused) {
  display: none;
}

.decision time,
.decision__kind,
.decision__handlers {
  color: var(--quiet);
  font-size: 0.8125rem;
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}

.decision__verdict {
  display: inline-flex;
  align-items: baseline;
  gap: 0.4em;
  color: var(--yes);
  font-size: 0.875rem;
  font-weight: 600;
}

.decision--refused .decision__verdict {
  color: var(--no);
}

.decision--own .decision__verdict {
  color: var(--quiet);
}

.decision__verdict .icon {
  align-self: center;
}

.decision__what {
  font-weight: 600;
}

.decision code {
  overflow-wrap: anywhere;
}

/* A client may send two thousand characters; the rest is in the flow. Not of an origin, whose end says whose it is. */
.decision__what {
  display: -webkit-box;
  overflow: hidden;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 4;
  line-clamp: 4;
}

.decision__status {
  font: 0.8125rem/1.5 var(--mono);
}

.why {
  display: grid;
  grid-template-columns: 1fr auto;
  grid-column: 2 / -1;
  gap: 0.15rem 1rem;
  font-size: 0.875rem;
}

.why > details {
  grid-column: 1;
}

.why > .to-flow {
  grid-area: 1 / 2;
}

.why summary {
  color: var(--ink);
  font-weight: 400;
}

.why summary:hover {
  text-decoration: underline;
  text-underline-offset: 0.2em;
}

.explanation {
  padding: 0.35rem 0 0.25rem 1rem;
}

.explanation li {
  display: flex;
  flex-wrap: wrap;
  gap: 0 0.5rem;
  padding-block: 0.15rem;
}

@media screen and (max-width: 62rem) {
  .decision {
    grid-template-columns: auto auto auto 1fr;
  }

  .decision__status {
    justify-self: end;
    grid-area: 1 / 4;
  }

  .decision__what,
  .decision__origin,
  .decision__handlers,
  .why {
    grid-column: 1 / -1;
  }
}

@media screen and (max-width: 40rem) {
  .why {
    grid-template-columns: 1fr;
  }

  .why > .to-flow {
    grid-area: auto;
  }
}

@media print {
  :root {
    --bg: #fff;
    --panel: #fff;
    --sunken: #fff;
    --ink: #000;
    --quiet: #3c444d;
    --line: #c5cbd2;
    --edge: #6f7a88;
    --accent: #1f4fa3;
    --accent-soft: #eef3fb;
    --yes: #11683f;
    --yes-soft: #fff;
    --no: #ae2418;
    --no-soft: #fff;
    --warn: #7d4b00;
    --warn-soft: #fff;
    --server: #65408f;
    --server-soft: #f6f1fb;
    color-scheme: light;
  }

  body {
    font-size: 9.5pt;
    print-color-adjust: exact;
  }

  main {
    max-width: none;
    padding: 1rem 0;
  }

  .views,
  .skip,
  .controls .button,
  .copy .button,
  .filters,
  .foot,
  .cell-flow,
  .routes > thead th:last-child,
  .to-flow,
  .disclose .icon,
  .ask .button {
    display: none !important;
  }

  .handler {
    padding-left: 0;
  }

  .flow,
  .flow__ask {
    display: block;
    position: static;
  }

  .flow__answer {
    margin-top: 1rem;
  }

  .ask {
    grid-template-columns: 1fr 1fr;
  }

  .copy pre {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .route,
  .decision,
  .event,
  .wire,
  .copy,
  .policy tr {
    break-inside: avoid;
  }

  .event {
    padding-block: 0.35rem;
  }

  .rows {
    gap: 0.4rem;
  }
}
` },
  ],
]);
