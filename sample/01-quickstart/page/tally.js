import { ROLES } from './roles.js';

/** Writes the number of readable and blocked responses below each origin, and returns them as a sentence. */
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
