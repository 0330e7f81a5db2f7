import { pageOrigin } from './page-origin.js';

describe("A page's origin", () => {
  it.each([
    'https://app.example.com',
    'http://localhost:4200',
    'http://[::1]:3000',
    'capacitor://localhost',
    'app://',
    'app://.',
    'file://',
    'safari-web-extension://140BB581-A1B2-4C3D-9E8F-001122334455',
    'null',
  ])('%s is one', origin => {
    expect(pageOrigin(origin)).toBe(origin);
  });

  it.each([
    ['https://app.example.com/', "Say 'https://app.example.com'"],
    ['https://APP.example.com', "Say 'https://app.example.com'"],
    ['https://app.example.com:443', "Say 'https://app.example.com'"],
    ['app.example.com', 'is not an origin as browsers serialise it.'],
    ['', 'is not an origin as browsers serialise it.'],
  ])('%s is none', (origin, message) => {
    expect(() => pageOrigin(origin)).toThrow(message);
  });
});
