import { ROLES } from './roles.js';

/** Shows the number of readable and blocked responses of each origin, and returns it as text. */
export function countOutcomes(outcomes) {
  return ROLES.map(role => {
    const text = tally([...outcomes[role].values()]);
    document.getElementById(`tally-${role}`).textContent = text;
    return `From the ${role} origin: ${text}.`;
  }).join(' ');
}

function tally(values) {
  const count = wanted => values.filter(value => value === wanted).length;
  return values.length === 0 ? 'not run yet' : `${count('readable')} readable, ${count('blocked')} blocked`;
}
