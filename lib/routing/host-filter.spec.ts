import { hostFilter } from './host-filter.js';

test.each<[title: string, hosts: (string | RegExp)[], served: string[], others: string[]]>([
  ['a host', ['a.example'], ['a.example', 'A.EXAMPLE'], ['b.example', 'x.a.example', 'a.example.evil']],
  ['one of several hosts', ['a.example', 'b.example'], ['a.example', 'b.example'], ['c.example', '']],
  ['a host with a parameter', [':tenant.example'], ['a.example'], ['example', '.example', 'a.example.org']],
  ['a host with an optional part', ['{www.}a.example'], ['a.example', 'www.a.example'], ['w.a.example']],
  ['an expression, anywhere in the name', [/^(a|b)\.example/], ['a.example', 'b.example.org'], ['c.example']],
  ['no host at all', [], [], ['a.example', '']],
])('a controller with %s serves the hosts that Nest serves', (_title, hosts, served, others) => {
  const serves = hostFilter(hosts);

  expect([...served, ...others].filter(hostname => serves?.(hostname))).toEqual(served);
});

test('a controller without a host has no filter', () => {
  expect(hostFilter(undefined)).toBeUndefined();
});

test.each(['g', 'y'])(
  "the memory of an expression with the %s flag, which is Nest's too, neither counts nor changes",
  flag => {
    const expression = new RegExp('a', flag);
    expression.lastIndex = 5;
    const serves = hostFilter([expression]);

    expect([serves?.('a.example'), serves?.('a.example'), expression.lastIndex]).toEqual([true, true, 5]);
  },
);
