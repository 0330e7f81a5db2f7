import { compiled } from '../../test/support/policies.js';
import { compilePolicy } from './compiled-policy.js';

describe('a compiled policy', () => {
  it('has the built-in values where its options say nothing', () => {
    const policy = compiled({});
    expect(policy).toMatchObject({
      methods: undefined,
      allowedHeaders: { names: new Set(['content-type']), value: 'Content-Type' },
      credentials: false,
      maxAge: undefined,
      optionsSuccessStatus: 204,
      enforce: false,
      resourcePolicy: undefined,
      exposedHeaders: undefined,
    });
    expect(policy.origin.verdict('https://app.example.com')).toBe('refused');
  });

  it('has what its options say', () => {
    expect(
      compiled({
        origin: 'https://app.example.com',
        methods: 'GET, PATCH',
        allowedHeaders: 'X-One, X-Two',
        exposedHeaders: ['ETag', 'etag'],
        credentials: true,
        maxAge: 0,
        optionsSuccessStatus: 200,
        enforce: true,
        resourcePolicy: 'same-site',
      }),
    ).toMatchObject({
      methods: new Set(['GET', 'PATCH']),
      allowedHeaders: { names: new Set(['x-one', 'x-two']), value: 'X-One,X-Two' },
      credentials: true,
      maxAge: 0,
      optionsSuccessStatus: 200,
      enforce: true,
      resourcePolicy: 'same-site',
      exposedHeaders: 'ETag',
    });
  });

  it.each(['allowNullOrigin', 'allowFileOrigin'])('matches what %s permits', flag => {
    const origin = flag === 'allowNullOrigin' ? 'null' : 'file://';
    expect(compiled({ origin }).origin.verdict(origin)).toBe('refused');
    expect(compiled({ origin, dangerously: { [flag]: true } }).origin.verdict(origin)).toBe('allowed');
  });

  it.each([
    ['methods: []', compiled({ methods: [] }).methods, new Set()],
    ["allowedHeaders: '*'", compiled({ allowedHeaders: '*' }).allowedHeaders, '*'],
    ['allowedHeaders: []', compiled({ allowedHeaders: [] }).allowedHeaders, { names: new Set(), value: '' }],
    ["exposedHeaders: '*'", compiled({ exposedHeaders: '*' }).exposedHeaders, '*'],
    ['exposedHeaders: []', compiled({ exposedHeaders: [] }).exposedHeaders, undefined],
  ])('takes %s as a value', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it('is immutable, and stays as it is when its options change', () => {
    const methods = ['GET'];
    const allowedHeaders = ['X-One'];
    const policy = compiled({ methods, allowedHeaders });
    methods.push('PUT');
    allowedHeaders.push('X-Two');
    expect(Object.isFrozen(policy)).toBe(true);
    expect(policy.methods).toEqual(new Set(['GET']));
    expect(policy.allowedHeaders).toEqual({ names: new Set(['x-one']), value: 'X-One' });
  });

  it('asks whom its caller gives for a predicate or a resolver class', () => {
    class Resolver {
      isAllowed(): boolean {
        return true;
      }
    }
    const predicate = () => true;
    const stand = { in: () => false };
    const policy = compilePolicy({ origin: [Resolver, 'https://app.example.com', predicate] }, rule =>
      rule === Resolver ? stand.in : predicate,
    );
    expect(policy.origin.predicates).toEqual([stand.in, predicate]);
  });
});
