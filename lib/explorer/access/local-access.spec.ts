import { whyNotLocal } from './local-access.js';

const HERE = { address: '127.0.0.1', httpVersion: '1.1', headers: { host: 'localhost:3000' } };

describe('A request of this machine', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    'app.localhost:3000',
    '127.0.0.1:3000',
    '127.1.2.3',
    '[::1]:3000',
    '[::1]',
  ])('may have the host %s', host => {
    expect(whyNotLocal({ ...HERE, headers: { host } })).toBeUndefined();
  });

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('may come from %s', address => {
    expect(whyNotLocal({ ...HERE, address })).toBeUndefined();
  });

  it('may come over HTTP/2, which has no Host', () => {
    expect(whyNotLocal({ ...HERE, headers: { ':authority': 'localhost:3000' } })).toBeUndefined();
    expect(
      whyNotLocal({ ...HERE, headers: { ':authority': 'evil.example', 'host': 'localhost' } }),
    ).toBeDefined();
  });

  // A name of somebody else's that resolves to 127.0.0.1.
  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    'notlocalhost',
    '0.0.0.0:3000',
    '10.0.0.1',
    '[::]:3000',
    '',
    'localhost:3000, evil.example',
    'evil.example@localhost',
  ])('does not have the host %j', host => {
    expect(whyNotLocal({ ...HERE, headers: { host } })).toMatch(/^The host /);
  });

  it('has a host', () => {
    expect(whyNotLocal({ ...HERE, headers: {} })).toMatch(/^The host /);
  });

  it.each(['192.168.1.7', '10.0.0.1', '::ffff:10.0.0.1', '::2', 'fe80::1%eth0', 'nonsense', '', undefined])(
    'does not come from %s',
    address => {
      expect(whyNotLocal({ ...HERE, address })).toMatch(/^The connection /);
    },
  );

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'is not passed on by a proxy that says %s',
    name => {
      expect(whyNotLocal({ ...HERE, headers: { ...HERE.headers, [name]: '' } })).toBe(
        `A proxy passed the request on: it has the header ${name}.`,
      );
    },
  );

  it('is not passed on by a proxy that says nothing but speaks HTTP/1.0', () => {
    expect(whyNotLocal({ ...HERE, httpVersion: '1.0' })).toBe(
      'A proxy passed the request on: it speaks HTTP/1.0.',
    );
    expect(whyNotLocal({ ...HERE, httpVersion: '2.0' })).toBeUndefined();
  });
});
