import fc from '../../test/support/fast-check.js';
import { unchecked } from '../../test/support/policies.js';
import { CorsConfigurationError } from './configuration-error.js';
import { type PolicyEntry, PolicyBook } from './policy-book.js';
import type { PlacedLayer } from './policy-merge.js';
import { declaredLayers } from './policy-declaration.js';
import { POLICY_FIELDS } from './policy-fields.js';

const RUNS = { numRuns: 1_000 };

class Resolver {
  isAllowed(): boolean {
    return true;
  }
}

/** A value that is valid for some fields, or for none. */
const value = fc.oneof(
  { weight: 1, arbitrary: fc.anything() },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown[]>(
      ...[undefined, null, false, true, 0, 5, 86_400, 200, 204, '*', 'null', 'GET', 'X-One, X-Two'],
      ...['https://a.example', 'https://a.example/', 'http://*.a.example:*', 'https://*.github.io'],
      ...[
        /^a$/,
        /a/g,
        () => true,
        Resolver,
        { allowNullOrigin: true },
        [],
        ['GET'],
        ['*'],
        ['null', Resolver],
      ],
    ),
  },
);

const options = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.dictionary(fc.constantFrom(...POLICY_FIELDS, 'maxage', 'preflightContinue'), value, {
      maxKeys: 4,
    }),
  },
  { weight: 1, arbitrary: fc.anything() },
);

const layer: fc.Arbitrary<PlacedLayer> = fc
  .tuple(fc.constantFrom('method', 'controller', 'defaults'), options)
  .map(([level, written]) => ({ level, place: `the ${level}`, options: unchecked(written) }));

function newBook(): PolicyBook {
  return new PolicyBook({ problemWith: () => undefined, instanceOf: () => new Resolver() });
}

describe('whatever somebody declares', () => {
  it('there is a policy or an error, never both, and never anything else', () => {
    const counts = { policies: 0, errors: 0 };
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), fc.string(), (layers, origin) => {
        const book = newBook();
        const entry = book.enter('GET /', layers);
        if (entry === undefined) {
          counts.errors += 1;
          expect(() => {
            book.close();
          }).toThrow(CorsConfigurationError);
        } else {
          counts.policies += 1;
          book.close();
          expect(['allowed', 'refused', 'ask']).toContain(entry.policy.origin.verdict(origin));
        }
      }),
      RUNS,
    );
    expect(counts.policies).toBeGreaterThan(RUNS.numRuns / 20);
    expect(counts.errors).toBeGreaterThan(RUNS.numRuns / 20);
  });

  it('a route has the policy and the problems that it would have alone', () => {
    fc.assert(
      fc.property(
        fc
          .array(layer, { minLength: 1, maxLength: 4 })
          .chain(pool => fc.array(fc.shuffledSubarray(pool), { minLength: 1, maxLength: 6 })),
        routes => {
          const book = newBook();
          const together = routes.map((layers, index) => book.enter(`GET /${index}`, layers));
          const alone = routes.map((layers, index) => {
            const own = newBook();
            return { entry: own.enter(`GET /${index}`, layers), problems: own.report.problems };
          });
          expect(together.map(shape)).toEqual(alone.map(({ entry }) => shape(entry)));
          for (const [index, { problems }] of alone.entries()) {
            const route = `GET /${index}`;
            const shared = book.report.problems.filter(({ routes: concerned }) => concerned.includes(route));
            expect(new Set(shared.map(text))).toEqual(new Set(problems.map(text)));
          }
        },
      ),
      RUNS,
    );
  });

  it('a decorator’s arguments are read without an error being thrown', () => {
    const named = new Map([['partners', {}]]);
    const argument = fc.oneof(fc.anything(), fc.constantFrom('partners', 'partner', false, undefined, {}));
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 3 }), args => {
        const { layers, problems } = declaredLayers('method', args, named);
        expect(layers.length > 0).toBe(problems.length === 0);
      }),
      RUNS,
    );
  });
});

/** An entry without its functions, which differ between books. */
function shape(entry: PolicyEntry | undefined): object | undefined {
  if (entry === undefined) return undefined;
  const { origin, ...fields } = entry.policy;
  return { ...fields, effective: entry.effective, predicates: origin.predicates.length };
}

function text({ place, field, reason, suggestion }: PolicyBook['report']['problems'][number]): string {
  return [place, field, reason, suggestion].join('\n');
}
