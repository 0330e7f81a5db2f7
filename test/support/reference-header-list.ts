// A second opinion about Access-Control-Request-Headers, as its definition reads.

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The distinct names, in lower case and in their order, or why there are none. */
export function referenceHeaderList(value: string | undefined): readonly string[] | 'too-long' | 'malformed' {
  if (value === undefined) return [];
  if (value.length > 4096) return 'too-long';
  const members = value
    .split(',')
    .map(member => member.replace(/^[ \t]*/, '').replace(/[ \t]*$/, ''))
    .filter(member => member.length > 0);
  if (members.some(member => !TOKEN.test(member))) return 'malformed';
  return [...new Set(members.map(member => member.toLowerCase()))];
}
