import { CorsService } from 'nestjs-cors-policy';
import { snapshot } from 'nestjs-cors-policy/testing';
import { type Socket, io } from 'socket.io-client';
import { corsHeaders, preflight, send } from '../../../test/e2e/support/http.js';
import { type Realtime, startRealtime } from '../src/realtime.js';

describe.each(['express', 'fastify'] as const)('The chat, on %s', platform => {
  let sample: Realtime;
  let cookie: string;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    sample = await startRealtime({ platform, chatPort: 0, frontEndPort: 0, strangerPort: 0, logger: false });
    const { headers } = await logIn('Ada');
    cookie = String(headers['set-cookie']).replace(/;.*/, '');
  });

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });

  afterAll(() => sample.close());

  function logIn(name: string, origin = sample.frontEnd) {
    const headers = { 'Origin': origin, 'Content-Type': 'application/json' };
    return send(sample.chat, 'POST', '/chat/session', headers, JSON.stringify({ name }));
  }

  function connect(transport: 'polling' | 'websocket', headers: Record<string, string>): Promise<Socket> {
    const socket = io(sample.chat, {
      transports: [transport],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    sockets.push(socket);
    return new Promise((resolve, reject) => {
      socket.on('connect', () => {
        resolve(socket);
      });
      socket.on('connect_error', reject);
    });
  }

  it.each(['polling', 'websocket'] as const)('the front end gets messages, by %s', async transport => {
    const [ada, other] = [
      await connect(transport, { Origin: sample.frontEnd, Cookie: cookie }),
      await connect(transport, { Origin: sample.chat, Cookie: cookie }),
    ];
    const received = new Promise(resolve => other.once('message', resolve));
    ada.emit('say', `by ${transport}`);

    const message = await received;
    expect(message).toMatchObject({ from: 'Ada', page: sample.frontEnd, text: `by ${transport}` });
    const history = await send(sample.chat, 'GET', '/chat/messages', {
      Origin: sample.frontEnd,
      Cookie: cookie,
    });
    expect(corsHeaders(history)).toMatchObject({
      'access-control-allow-origin': sample.frontEnd,
      'access-control-allow-credentials': 'true',
    });
    expect(JSON.parse(history.body)).toContainEqual(message);
  });

  it('the stranger is refused everywhere, with the session of a user', async () => {
    const stolen = { Origin: sample.stranger, Cookie: cookie };

    expect((await logIn('Mallory', sample.stranger)).status).toBe(403);
    expect((await send(sample.chat, 'GET', '/chat/messages', stolen)).status).toBe(403);
    await expect(connect('websocket', stolen)).rejects.toThrow('websocket error');
    const question = { origin: sample.stranger, method: 'POST', headers: 'content-type' };
    expect((await preflight(sample.chat, '/chat/session', question)).status).toBe(403);
    const poll = await send(sample.chat, 'GET', '/socket.io/?EIO=4&transport=polling', stolen);
    expect(corsHeaders(poll)).toEqual({ vary: 'Origin' });
  });

  it('without a session there is no chat', async () => {
    const own = { Origin: sample.chat };

    expect((await send(sample.chat, 'GET', '/chat/messages', own)).status).toBe(401);
    await expect(connect('websocket', own)).rejects.toThrow('Log in first');
  });

  it.each(['', ' '.repeat(21), '<b>'])('%j is no name', async name => {
    expect((await logIn(name)).status).toBe(400);
  });

  it.each(['', 'x'.repeat(501), { text: 'an object' }])('%j is no message', async text => {
    const ada = await connect('websocket', { Origin: sample.frontEnd, Cookie: cookie });
    const refused = new Promise(resolve => ada.once('exception', resolve));
    ada.emit('say', text);

    expect(await refused).toMatchObject({ message: 'A message has 1 to 500 characters' });
  });

  it('a page tells what was decided about it', async () => {
    await send(sample.chat, 'GET', '/chat/messages?attempt=7', { Origin: sample.stranger });
    const { body } = await send(sample.stranger, 'GET', '/decisions.json?attempt=7');

    expect(JSON.parse(body)).toMatchObject([
      {
        origin: sample.stranger,
        allowed: false,
        enforced: true,
        policies: [{ origin: { value: sample.frontEnd } }],
      },
    ]);
  });

  it.each(['chat', 'frontEnd', 'stranger'] as const)('the page of %s is served strictly', async where => {
    const { status, headers } = await send(sample[where], 'GET', '/');

    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    for (const name of ['app.js', 'base.css', 'socket.io.js']) {
      expect((await send(sample[where], 'GET', `/${name}`)).status).toBe(200);
    }
    expect((await send(sample[where], 'GET', '/..%2Fpackage.json')).status).toBe(404);
  });

  it('opens no more than this', () => {
    const surface = snapshot(sample.app.get(CorsService)).replaceAll(sample.frontEnd, 'http://front-end');
    expect(surface).toMatchSnapshot('the surface');
  });
});
