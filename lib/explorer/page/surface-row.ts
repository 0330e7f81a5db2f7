import type { SurfaceRoute } from '../messages.js';
import { element, newId, spoken } from './dom.js';
import { icon } from './icons.js';
import { markBadge } from './marks.js';
import { hrefOf } from './place.js';
import { policyTable, readers, source } from './policy-table.js';
import { examplePath, questionQuery } from './question.js';

/** A route in two rows: what matters, and below it, when asked for, the whole policy. */
export function surfaceRow(route: SurfaceRoute, suggestedOrigin: string): HTMLElement[] {
  const { method, path, policy, marks } = route;
  const handler = handlerWords(route);
  const detailsId = newId('policy');
  const button = element(
    'button',
    { 'type': 'button', 'class': 'disclose', 'aria-expanded': 'false', 'aria-controls': detailsId },
    icon('chevron'),
    element('code', { class: 'path' }, path),
  );
  const details = element(
    'tr',
    { id: detailsId, class: 'details', hidden: true, role: 'row' },
    element(
      'td',
      { colspan: '5', role: 'cell' },
      policyTable(policy, `The effective policy of ${method} ${path}, ${handler}`),
    ),
  );
  button.addEventListener('click', () => {
    details.hidden = !details.hidden;
    button.setAttribute('aria-expanded', String(!details.hidden));
  });
  const origin = policy.origin;
  const row = element(
    'tr',
    { class: 'route', role: 'row' },
    element('td', { class: 'cell-method', role: 'cell' }, element('code', { class: 'method' }, method)),
    element(
      'td',
      { class: 'cell-path', role: 'rowheader' },
      button,
      element('span', { class: 'handler' }, [handler, ...conditions(route)].join(' · ')),
    ),
    element(
      'td',
      { class: 'cell-readers', role: 'cell' },
      readers(origin?.value),
      origin === undefined ? undefined : source(origin),
    ),
    element('td', { class: 'cell-marks', role: 'cell' }, ...marks.map(markBadge)),
    element(
      'td',
      { class: 'cell-flow', role: 'cell' },
      element(
        'a',
        { href: flowHref(route, suggestedOrigin), class: 'to-flow' },
        'Flow',
        spoken(` of ${method} ${path}`),
        icon('arrow'),
      ),
    ),
  );
  return [row, details];
}

/** What stands below a path: of a key of `paths`, that it is one. */
function handlerWords({ handler, policy }: SurfaceRoute): string {
  const isUnmanaged = Object.keys(policy).length === 0;
  return [handler ?? 'key of paths', ...(isUnmanaged ? ['left to the application'] : [])].join(', ');
}

function conditions({ host, version }: SurfaceRoute): string[] {
  return [
    ...(host === undefined ? [] : [`host ${[host].flat().join(', ')}`]),
    ...(version === undefined ? [] : [`version ${[version].flat().join(', ')}`]),
  ];
}

/** The request that the route is there for, from a page that may read it if one is known. */
function flowHref({ method, path, host, policy }: SurfaceRoute, suggestedOrigin: string): string {
  const [literal] = [policy.origin?.value]
    .flat()
    .filter(rule => typeof rule === 'string' && /^[a-z][a-z\d+.-]*:\/\/[^*[]+$/.test(rule));
  const [boundHost] = [host].flat();
  const isName = boundHost !== undefined && /^[a-z\d.-]+$/i.test(boundHost);
  return hrefOf(
    'flow',
    questionQuery({
      origin: typeof literal === 'string' ? literal : suggestedOrigin,
      method: method === 'ALL' ? 'GET' : method,
      url: `${isName ? `http://${boundHost}` : ''}${examplePath(path)}`,
      headers: [],
      credentials: policy.credentials?.value === true,
    }),
  );
}
