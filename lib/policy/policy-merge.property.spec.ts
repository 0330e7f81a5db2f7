import fc from '../../test/support/fast-check.js';
import { POLICY_FIELDS } from './policy-fields.js';
import { type PolicyLayer, mergePolicy, mergeValues } from './policy-merge.js';
import type { CorsPolicyOptions } from './policy-options.js';
import { unchecked } from '../../test/support/policies.js';

const RUNS = { numRuns: 1_000 };

const unset = fc.constant(undefined);
const names = fc.oneof(
  unset,
  fc.constant('*'),
  fc.array(fc.constantFrom('X-One', 'X-Two', 'X-Three'), { maxLength: 2 }),
);

const options: fc.Arbitrary<CorsPolicyOptions> = fc
  .record(
    {
      origin: fc.constantFrom(undefined, false, '*', 'https://a.example', /^b$/),
      methods: fc.oneof(unset, fc.array(fc.constantFrom('GET', 'PUT'), { maxLength: 2 })),
      allowedHeaders: names,
      exposedHeaders: names,
      credentials: fc.constantFrom(undefined, true, false),
      maxAge: fc.constantFrom(undefined, 0, 5, 600),
      optionsSuccessStatus: fc.constantFrom(undefined, 200, 204),
      enforce: fc.constantFrom(undefined, true, false, 'report'),
      resourcePolicy: fc.constantFrom(undefined, 'same-origin', 'same-site', 'cross-origin'),
      dangerously: fc.constantFrom(undefined, {}, { allowNullOrigin: true }),
    },
    { requiredKeys: [] },
  )
  .map(unchecked);

const layer: fc.Arbitrary<PolicyLayer> = fc.record(
  {
    level: fc.constantFrom('method', 'controller', 'defaults'),
    options,
    named: fc.constantFrom('one', 'two'),
  },
  { requiredKeys: ['level', 'options'] },
);
const layers = fc.array(layer, { maxLength: 5 });

/**
 * Two layers as one, by the rule: fields that the nearer layer does not set come from the other.
 */
function overlaid(nearer: PolicyLayer, farther: PolicyLayer): PolicyLayer {
  const set = Object.entries(nearer.options).filter(([, value]) => value !== undefined);
  return { level: nearer.level, options: { ...farther.options, ...Object.fromEntries(set) } };
}

describe('whatever the levels say', () => {
  it('combining is associative: levels may be combined beforehand, wherever they stand', () => {
    fc.assert(
      fc.property(layers, layer, layer, layers, (before, nearer, farther, after) => {
        const together = mergeValues([...before, overlaid(nearer, farther), ...after]);
        expect(mergeValues([...before, nearer, farther, ...after])).toEqual(together);
      }),
      RUNS,
    );
  });

  it('the nearest level that sets a field wins, and is named for it', () => {
    fc.assert(
      fc.property(layers, all => {
        const effective = mergePolicy(all);
        for (const field of POLICY_FIELDS) {
          const nearest = all.find(each => each.options[field] !== undefined);
          if (nearest === undefined) expect(effective[field]?.level ?? 'built-in').toBe('built-in');
          else {
            expect(effective[field]).toEqual({
              value: nearest.options[field],
              level: nearest.level,
              ...('named' in nearest ? { named: nearest.named } : {}),
            });
          }
        }
      }),
      RUNS,
    );
  });

  it('the values alone are the same as the values with their levels', () => {
    fc.assert(
      fc.property(layers, all => {
        const values = Object.entries(mergePolicy(all)).map(([field, { value }]) => [field, value]);
        expect(mergeValues(all)).toEqual(Object.fromEntries(values));
      }),
      RUNS,
    );
  });

  it('a level that sets nothing, or the same again, changes nothing', () => {
    fc.assert(
      fc.property(layers, layer, layers, (before, one, after) => {
        const values = mergeValues([...before, one, ...after]);
        expect(mergeValues([...before, { level: 'method', options: {} }, one, ...after])).toEqual(values);
        expect(mergeValues([...before, one, one, ...after])).toEqual(values);
        expect(mergeValues([{ level: 'method', options: values }, ...before, one, ...after])).toEqual(values);
      }),
      RUNS,
    );
  });
});
