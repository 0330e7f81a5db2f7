import { nearestRule } from './nearest-rule.js';

describe('The rule that an origin nearly is', () => {
  it.each([
    ['https://app.example.com', 'http://app.example.com', 'scheme'],
    ['http://app.example.com:8080', ['https://app.example.com:*'], 'scheme'],
    ['http://localhost:3001', ['http://localhost:3000'], 'port'],
    ['http://[::1]:3001', ['http://[::1]'], 'port'],
    ['https://www.example.com', ['https://example.com'], 'subdomain'],
    ['https://example.com', ['https://*.example.com'], 'subdomain'],
    [
      'https://example.com',
      [/x/, () => true, 'https://other.example', 'https://www.example.com'],
      'subdomain',
    ],
  ])('of %s among %j: another %s', (origin, rules, difference) => {
    expect(nearestRule(origin, rules)?.difference).toBe(difference);
  });

  it.each([
    ['null', 'https://app.example.com'],
    ['https://app.example.com', 'null'],
    ['https://app.example.com', false],
    ['https://app.example.com', undefined],
    ['https://evil.example', ['https://app.example.com']],
    ['http://app.example.com:1', ['https://app.example.com:2']],
    ['https://app.example.com', ['https://app.example.com']],
  ])('of %s among %j there is none', (origin, rules) => {
    expect(nearestRule(origin, rules)).toBeUndefined();
  });
});
