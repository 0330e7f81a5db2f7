import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { compilePolicy } from './compiled-policy.js';
import { NO_PREDICATES } from './origin-matcher.js';
import { BUILT_IN_POLICY, POLICY_FIELDS } from './policy-fields.js';
import { mergeValues } from './policy-merge.js';

const OWN_TYPES = 'lib/policy/policy-options.ts';
const NEST_TYPES = 'node_modules/@nestjs/common/interfaces/external/cors-options.interface.d.ts';

/** The members that an interface declares, in its order. */
function membersOf(path: string, name: string): readonly string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
  const declaration = file.statements.filter(ts.isInterfaceDeclaration).find(each => each.name.text === name);
  if (declaration === undefined) throw new Error(`${path} declares no interface ${name}`);
  return declaration.members.flatMap(({ name: member }) =>
    member !== undefined && ts.isIdentifier(member) ? [member.text] : [],
  );
}

describe('the fields of a policy', () => {
  // A field that is declared and not listed would type-check, and the merge would ignore it.
  it('are those that CorsPolicyOptions declares, in its order', () => {
    expect(POLICY_FIELDS).toEqual(membersOf(OWN_TYPES, 'CorsPolicyOptions'));
  });

  it("are named as in Nest's CorsOptions wherever that has one", () => {
    const names = membersOf(NEST_TYPES, 'CorsOptions');
    expect(names).toContain('preflightContinue');
    expect(POLICY_FIELDS).toEqual(expect.arrayContaining(names.filter(name => name !== 'preflightContinue')));
  });

  it('cannot be changed', () => {
    expect(() => Reflect.apply(Array.prototype.push, POLICY_FIELDS, ['other'])).toThrow(TypeError);
  });
});

describe('the built-in policy', () => {
  it('allows no origin, Content-Type, no credentials, and enforces nothing', () => {
    const policy = compilePolicy(mergeValues([]), NO_PREDICATES);
    expect(policy.origin.verdict('https://app.example.com')).toBe('refused');
    expect(policy.origin.dependsOnOrigin).toBe(false);
    expect(policy).toEqual({
      origin: policy.origin,
      methods: undefined,
      allowedHeaders: { names: new Set(['content-type']), value: 'Content-Type' },
      credentials: false,
      maxAge: undefined,
      optionsSuccessStatus: 204,
      enforce: false,
      handshakes: undefined,
      resourcePolicy: undefined,
      exposedHeaders: undefined,
    });
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(BUILT_IN_POLICY, { origin: '*' })).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.push, BUILT_IN_POLICY.allowedHeaders, ['X'])).toThrow(
      TypeError,
    );
  });
});
