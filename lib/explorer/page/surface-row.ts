import type { SurfaceMessage, SurfaceRoute } from '../messages.js';
import { element, newId, spoken } from './dom.js';
import { icon } from './icons.js';
import { markBadge } from './marks.js';
import { hrefOf } from './place.js';
import { policyTable, readers, source } from './policy-table.js';
import { questionFor, questionQuery } from './question.js';

/**
 * A route in two rows: the facts that matter, and the whole policy, which the first row unfolds.
 */
export function surfaceRow(route: SurfaceRoute, surface: SurfaceMessage): HTMLElement[] {
  const { path, policy, marks } = route;
  const method = methodWords(route);
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
      policyTable(policy, `The effective policy of ${method} ${path}, ${route.handler ?? handler}`),
    ),
  );
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
      readers(policy),
      origin === undefined ? undefined : source(origin),
    ),
    element('td', { class: 'cell-marks', role: 'cell' }, ...marks.map(markBadge)),
    element(
      'td',
      { class: 'cell-flow', role: 'cell' },
      element(
        'a',
        { href: hrefOf('flow', questionQuery(questionFor(route, surface, location))), class: 'to-flow' },
        'Flow',
        spoken(` of ${method} ${path}`),
        icon('arrow'),
      ),
    ),
  );

  function fold(isFolded: boolean): void {
    details.hidden = isFolded;
    button.setAttribute('aria-expanded', String(!isFolded));
  }
  button.addEventListener('click', () => {
    fold(!details.hidden);
    if (!details.hidden) reveal(row, details);
  });
  button.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') fold(true);
  });
  return [row, details];
}

/**
 * Scrolls as little as necessary to show an unfolded row; a policy may be taller than the window.
 */
function reveal(row: HTMLElement, details: HTMLElement): void {
  details.scrollIntoView({ block: 'nearest' });
  const { top } = row.getBoundingClientRect();
  if (top < 0 || details.getBoundingClientRect().bottom > innerHeight) row.scrollIntoView({ block: 'start' });
}

function methodWords({ kind, method }: SurfaceRoute): string {
  if (kind === 'gateway') return 'WS';
  return method === 'ALL' ? 'any' : method;
}

/** The method of the controller. The row of the group has the name of the controller. */
function handlerWords({ kind, handler = '' }: SurfaceRoute): string {
  if (kind === 'path') return 'key of paths';
  return kind === 'gateway' ? handler : handler.slice(handler.indexOf('.') + 1);
}

function conditions({ host, version, port }: SurfaceRoute): string[] {
  return [
    ...(host === undefined ? [] : [`host ${[host].flat().join(', ')}`]),
    ...(port === undefined ? [] : [`port ${String(port)}`]),
    ...(version === undefined ? [] : [`version ${[version].flat().join(', ')}`]),
  ];
}
