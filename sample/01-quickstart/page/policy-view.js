import { el } from './dom.js';

const FIELDS = ['origin', 'methods', 'allowedHeaders', 'exposedHeaders', 'credentials', 'maxAge', 'enforce'];

/** A handler's effective policy, with the level that sets each field. Null without a handler. */
export function policyView(handler, routes) {
  const route = routes.find(candidate => candidate.handler === handler);
  if (route === undefined) {
    return null;
  }
  const rows = FIELDS.filter(field => route.policy[field] !== undefined).map(field => {
    const { value, level, named } = route.policy[field];
    const from = named === undefined ? level : `${level}, ‘${named}’`;
    return el('tr', el('th', { scope: 'row' }, field), el('td', show(value)), el('td', from));
  });
  const head = el('tr', ...['Field', 'Value', 'Set by'].map(name => el('th', { scope: 'col' }, name)));
  return el('table.policy', el('thead', head), el('tbody', ...rows));
}

function show(value) {
  if (value === undefined || value === null) {
    return '–';
  }
  return Array.isArray(value) ? value.join(', ') : String(value);
}
