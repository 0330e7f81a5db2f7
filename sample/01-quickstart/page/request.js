/** The request as the second argument of fetch(). */
export function toInit({ method, headers, credentials, json, form }) {
  const init = { method };
  if (credentials !== undefined) {
    init.credentials = credentials;
  }
  if (headers !== undefined || json !== undefined) {
    init.headers = { ...headers, ...(json === undefined ? {} : { 'Content-Type': 'application/json' }) };
  }
  if (json !== undefined) {
    init.body = JSON.stringify(json);
  }
  if (form !== undefined) {
    init.body = new URLSearchParams(form);
  }
  return init;
}

/** The request as a developer writes it. */
export function toCode({ method, path, headers, credentials, json, form }) {
  const lines = [];
  if (method !== 'GET') {
    lines.push(`method: ${literal(method)}`);
  }
  if (credentials !== undefined) {
    lines.push(`credentials: ${literal(credentials)}`);
  }
  const named = { ...headers, ...(json === undefined ? {} : { 'Content-Type': 'application/json' }) };
  if (Object.keys(named).length > 0) {
    lines.push(`headers: ${object(named)}`);
  }
  if (json !== undefined) {
    lines.push(`body: JSON.stringify(${object(json)})`);
  }
  if (form !== undefined) {
    lines.push(`body: new URLSearchParams(${object(form)})`);
  }
  const options = lines.length === 0 ? '' : `, {\n${lines.map(line => `  ${line},\n`).join('')}}`;
  return `await fetch(api + ${literal(path)}${options})`;
}

function object(entries) {
  const members = Object.entries(entries).map(([name, value]) => `    ${key(name)}: ${literal(value)},\n`);
  return `{\n${members.join('')}  }`;
}

function key(name) {
  return /^[a-z]\w*$/i.test(name) ? name : literal(name);
}

function literal(text) {
  return `'${text}'`;
}
