import fc from '../../test/support/fast-check.js';
import { hostileList, rewritingOf, token } from '../../test/support/header-arbitraries.js';
import { anyText, origin, originAbout, originRule } from '../../test/support/origin-arbitraries.js';
import { compiled } from '../../test/support/policies.js';
import { browserGoesOn } from '../../test/support/reference-browser.js';
import { textOf } from '../../test/support/reference-origin-rules.js';
import { answerActual } from './actual-answer.js';
import { enforcementOf } from './enforcement.js';
import type { CompiledPolicy } from './compiled-policy.js';
import type { CorsPolicyOptions } from './policy-options.js';
import { answerPreflight } from './preflight-answer.js';

const RUNS = { numRuns: 1_500 };
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PURGE', 'custom'];
const HEADERS = ['Content-Type', 'Authorization', 'X-One', 'X-Two', 'X-Three'];

/** Valid fields other than origin. */
const fields = fc.record(
  {
    methods: fc.subarray(METHODS),
    allowedHeaders: fc.oneof(fc.constant('*'), fc.subarray(HEADERS)),
    exposedHeaders: fc.subarray(['ETag', 'X-Total']),
    maxAge: fc.constantFrom(0, 4, 5, 6, 600),
    optionsSuccessStatus: fc.constantFrom<200 | 204>(200, 204),
    enforce: fc.constantFrom(true, false, 'report' as const),
  },
  { requiredKeys: [] },
);

/** Valid options, and an Origin header that they allow or refuse. */
const policiesAndOrigin = fc.array(originRule, { minLength: 1, maxLength: 4 }).chain(rules => {
  const allowlist = fc.record({
    origin: fc.shuffledSubarray(rules.map(textOf), { minLength: 1 }),
    credentials: fc.boolean(),
    dangerously: fc.record({ allowNullOrigin: fc.boolean() }),
  });
  const wholesale = fc.record({ origin: fc.constantFrom<'*' | false>('*', false) });
  const options: fc.Arbitrary<CorsPolicyOptions> = fc
    .tuple(fc.oneof({ weight: 4, arbitrary: allowlist }, wholesale), fields)
    .map(([about, others]) => ({ ...about, ...others }));
  return fc.record({
    policies: fc.array(options, { minLength: 1, maxLength: 3 }).map(all => all.map(compiled)),
    origin: originAbout(rules),
  });
});

const anyMethod = fc.oneof(fc.constantFrom(...METHODS, '*', 'PUT, GET', 'get'), token, anyText);
const anyHeaders = fc.oneof(fc.constant(undefined), rewritingOf(HEADERS.slice(2)), hostileList, token);
const routes = fc.subarray(METHODS, { minLength: 1 });

function allAllow(policies: readonly CompiledPolicy[], asked: string): boolean {
  return policies.every(policy => policy.origin.verdict(asked) === 'allowed');
}

function membersOf(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(',');
}

describe('whatever a request says', () => {
  it('a refused origin gets no Access-Control-* header, and an allowed one nobody else’s', () => {
    const counts = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(
        policiesAndOrigin,
        anyMethod,
        anyHeaders,
        routes,
        fc.boolean(),
        (about, method, headers, served, debug) => {
          const allowed = allAllow(about.policies, about.origin);
          counts[allowed ? 'allowed' : 'refused'] += 1;
          // A route for all methods has every requested method in its list.
          const found = { policies: about.policies, methods: [...served, method] };
          const answer = answerPreflight(found, { origin: about.origin, method, headers }, allowed, debug);

          if (!allowed)
            expect(answer).toMatchObject({ status: 403, headers: [], refusal: { cause: 'origin' } });
          else if (answer.headers.length > 0) {
            const any = about.policies.every(policy => policy.origin.allowsAny);
            expect(answer.headers[0]).toEqual(['Access-Control-Allow-Origin', any ? '*' : about.origin]);
          }
        },
      ),
      RUNS,
    );
    expect(counts.allowed).toBeGreaterThan(RUNS.numRuns / 10);
    expect(counts.refused).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('an answer has each header once, made of tokens, and no wildcard with credentials', () => {
    fc.assert(
      fc.property(
        policiesAndOrigin,
        anyMethod,
        anyHeaders,
        routes,
        fc.boolean(),
        (about, method, headers, served, debug) => {
          const found = { policies: about.policies, methods: [...served, method] };
          const answer = answerPreflight(found, { origin: about.origin, method, headers }, true, debug);
          const values = new Map(answer.headers);
          expect(values.size).toBe(answer.headers.length);
          const methods = membersOf(values.get('Access-Control-Allow-Methods'));
          const names = membersOf(values.get('Access-Control-Allow-Headers'));
          for (const member of [...methods, ...names]) expect(member).toMatch(TOKEN);
          expect(methods).not.toContain('*');
          if (values.has('Access-Control-Allow-Credentials')) expect(names).not.toContain('*');
          expect(values.get('Access-Control-Max-Age') ?? '0').toMatch(/^[0-9]+$/);
        },
      ),
      RUNS,
    );
  });

  it('an actual response carries nothing for a refused origin, and its own for an allowed one', () => {
    fc.assert(
      fc.property(policiesAndOrigin, fc.boolean(), ({ policies, origin: asked }, sent) => {
        for (const policy of policies) {
          const allowed = policy.origin.verdict(asked) === 'allowed';
          const answer = answerActual(policy, sent ? asked : undefined, allowed);
          const { allowsAny } = policy.origin;
          expect(answer.allowOrigin).toBe(allowsAny ? '*' : sent && allowed ? asked : undefined);
          expect(answer.allowCredentials).toBe(sent && allowed && policy.credentials && !allowsAny);
          expect(answer.exposeHeaders).toBe(
            answer.allowOrigin === undefined ? undefined : policy.exposedHeaders,
          );
          const enforcement = enforcementOf(policy, { origin: sent ? asked : undefined, allowed });
          expect(enforcement).toBe(sent && !allowed ? policy.enforce : false);
        }
      }),
      RUNS,
    );
  });
});

describe('whatever was asked before', () => {
  it('a preflight gets the answer that it would have got alone', () => {
    const question = fc.record({
      origin,
      method: fc.constantFrom('GET', 'PUT', 'LINK'),
      headers: fc.oneof(fc.constantFrom(undefined, '', 'x-one', 'X-One', 'x-two,*'), anyHeaders),
      originAllowed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      debug: fc.boolean(),
    });
    fc.assert(
      fc.property(
        policiesAndOrigin,
        routes,
        fc.array(question, { minLength: 2, maxLength: 20 }),
        ({ policies }, methods, questions) => {
          const found = { policies, methods };
          for (const { originAllowed, debug, ...asked } of questions) {
            expect(answerPreflight(found, asked, originAllowed, debug)).toEqual(
              answerPreflight({ policies, methods }, asked, originAllowed, debug),
            );
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('what a browser makes of an answer', () => {
  const announced = policiesAndOrigin.chain(about =>
    fc.record({
      policies: fc.constant(about.policies),
      served: routes,
      debug: fc.boolean(),
      originAllowed: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
      request: fc.record({
        origin,
        method: fc.constantFrom(...METHODS, 'LINK'),
        unsafeHeaders: fc.subarray([...HEADERS.map(name => name.toLowerCase()), 'x-four', '*']),
        credentials: fc.constantFrom<'omit' | 'include'>('omit', 'include'),
        uploadListener: fc.boolean(),
      }),
    }),
  );

  it('is what was decided: it goes on exactly after an allowed preflight, debug or not', () => {
    const counts = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(announced, ({ policies, served, debug, originAllowed, request }) => {
        const headers = request.unsafeHeaders.length === 0 ? undefined : request.unsafeHeaders.join(',');
        const question = { origin: request.origin, method: request.method, headers };
        const answer = answerPreflight({ policies, methods: served }, question, originAllowed, debug);
        const covered = request.credentials === 'omit' || policies.every(({ credentials }) => credentials);
        const expected = answer.refusal === undefined && covered;
        counts[expected ? 'allowed' : 'refused'] += 1;
        expect(browserGoesOn(answer, request)).toBe(expected);
      }),
      RUNS,
    );
    expect(counts.allowed).toBeGreaterThan(RUNS.numRuns / 50);
    expect(counts.refused).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('is, of several candidates, what every one of them alone would have allowed', () => {
    fc.assert(
      fc.property(announced, ({ policies, served, request }) => {
        const headers = request.unsafeHeaders.join(',');
        const question = { origin: request.origin, method: request.method, headers };
        const goesOn = (candidates: readonly CompiledPolicy[]) =>
          browserGoesOn(
            answerPreflight({ policies: candidates, methods: served }, question, true, false),
            request,
          );
        const alone = policies.map(policy => goesOn([policy]));
        expect(goesOn(policies)).toBe(alone.every(Boolean));
      }),
      RUNS,
    );
  });

  it('is the same however the headers are written', () => {
    fc.assert(
      fc.property(
        announced,
        fc
          .subarray(HEADERS, { minLength: 1 })
          .chain(names => fc.tuple(fc.constant(names), rewritingOf(names))),
        ({ policies, served, debug, request }, [names, written]) => {
          const answerTo = (headers: string) =>
            answerPreflight({ policies, methods: served }, { ...request, headers }, true, debug);
          const plain = answerTo(names.join(','));
          const rewritten = answerTo(written);
          expect(rewritten.status).toBe(plain.status);
          expect(rewritten.refusal?.cause).toBe(plain.refusal?.cause);
          expect(headerSets(rewritten.headers)).toEqual(headerSets(plain.headers));
        },
      ),
      RUNS,
    );
  });
});

/** Header values as sets, because only the order of the requested names can differ. */
function headerSets(headers: readonly (readonly [string, string])[]): (readonly [string, Set<string>])[] {
  return headers.map(([name, value]) => [name, new Set(value.split(','))]);
}
