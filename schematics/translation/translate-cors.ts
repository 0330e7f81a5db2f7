import type { Expression } from 'typescript';
import { checkEffectivePolicy } from '../../lib/policy/translation.js';
import { isFalsyLiteral } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { translateChoice, translateReturned } from './choices.js';
import type { Formula } from './formula.js';
import { type CorsOption, type CorsOptions, readCorsOptions } from './cors-options.js';
import { translateAllowedHeaders, translateExposedHeaders, translateMethods } from './name-lists.js';
import { type Note, NOTHING, type Translated } from './note.js';
import { translateOrigin } from './origin.js';
import { translateCallback } from './origin-callback.js';
import { type FormulaSetting, translateFormula } from './origin-formula.js';
import { closedDraft, type DraftEntry, draftOf, type PolicyDraft } from './policy-draft.js';
import type { Scope } from './scope.js';
import type { CorsSetting } from './setting.js';
import { translateCredentials, translateMaxAge, translateOptionsSuccessStatus } from './single-values.js';
import { allowsAnybody, NO_ORIGIN, type TranslatedOrigin } from './translated-origin.js';

/** The context of the translation of a set of options. */
export interface CorsPlace {
  readonly scope: Scope;
  readonly platform: CorsSetting['platform'];
  /** Whether they apply only in development. */
  readonly development?: boolean;
  /** Whether they belong to a gateway, whose policy is for requests with cookies. */
  readonly isGateway?: boolean;
  /** The conditions under which they allow the origin, if the surrounding code decides that. */
  readonly byOrigin?: { readonly formula: Formula } & Pick<FormulaSetting, 'isOrigin' | 'origin'>;
}

/** The policy options with the meaning of the options of `enableCors()`. */
export function translateCors(node: Expression | undefined, place: CorsPlace): PolicyDraft {
  const { scope } = place;
  if (node === undefined || !saysSomething(node, scope)) return translateOptions(NO_OPTIONS, place);
  const value = scope.resolve(node);
  if (ts.isConditionalExpression(value)) {
    return translateChoice(value.condition, value, place);
  }
  const options = readCorsOptions(value, scope);
  if (options !== undefined) return translateOptions(options, place);
  return translateReturned(value, place) ?? closedDraft(explainUnreadable(node, scope));
}

const NO_OPTIONS: CorsOptions = { options: [], unreadable: [] };

function translateOptions(
  cors: CorsOptions,
  { byOrigin, development = false, isGateway = false, platform, scope }: CorsPlace,
): PolicyDraft {
  const option = (name: string): CorsOption | undefined => cors.options.find(found => found.name === name);
  const credentials = option('credentials');
  const mayHaveCredentials =
    cors.unreadable.length > 0 ||
    (credentials?.value !== undefined && !isFalsyLiteral(scope.resolve(credentials.value)));
  const setting: CorsSetting = {
    scope,
    platform,
    credentials: mayHaveCredentials,
    development,
    isGateway,
  };
  const decided =
    byOrigin && translateFormula(byOrigin.formula, { ...setting, ...byOrigin, predicates: false });
  const origin = decided ?? translateOriginOption(option('origin'), cors.unreadable, setting);
  const written = cors.options.map(found => translateOption(found, origin, setting));
  const absent = (name: string): boolean => option(name) === undefined;

  return draftOf([
    ...(absent('origin') ? [entry('origin', origin)] : []),
    ...written,
    // The defaults of `cors` for absent options that differ from those of the module.
    ...(absent('methods') ? [entry('methods', translateMethods(undefined, setting))] : []),
    ...(absent('allowedHeaders') && (absent('headers') || platform === 'fastify')
      ? [entry('allowedHeaders', translateAllowedHeaders(undefined, setting))]
      : []),
    ...(origin.enforce ? [entry('enforce', { text: 'true', notes: [] })] : []),
    ...(origin.text === 'false' ? [] : dangerousPermissions(origin, setting)),
  ]);
}

/** `cors: true`, `cors: '*'` and `enableCors(undefined)` mean the defaults. */
function saysSomething(node: Expression, scope: Scope): boolean {
  const value = scope.resolve(node);
  const isStar = ts.isStringLiteralLike(value) && value.text === '*';
  return value.kind !== ts.SyntaxKind.TrueKeyword && !isFalsyLiteral(value) && !isStar;
}

function explainUnreadable(node: Expression, scope: Scope): Note {
  const value = scope.resolve(node);
  const original = value.getText();
  const sentence =
    ts.isArrowFunction(value) || ts.isFunctionExpression(value)
      ? 'options that this function gives for each request could not be translated, so no other origin is allowed. Say with @CorsPolicy() what differs between routes, and with a predicate, origin: (origin, request) => isAllowed(origin), what the request decides'
      : 'these options stand elsewhere and could not be read, so no other origin is allowed. Write here what they say';
  return { sentence, original };
}

function translateOriginOption(
  option: CorsOption | undefined,
  unreadable: readonly string[],
  setting: CorsSetting,
): TranslatedOrigin {
  if (option === undefined && unreadable.length > 0) {
    const sentence =
      'what is spread in could not be read, so no other origin is allowed. Write here what it says';
    return { ...NO_ORIGIN, notes: [{ sentence, original: unreadable.join(', ') }] };
  }
  const origin =
    option?.method === undefined
      ? translateOrigin(option?.value, setting)
      : translateCallback(option.method, option.method, setting);
  if (option === undefined || unreadable.length === 0) return origin;
  const sentence = 'what is spread in could not be read. Write here what it says';
  return { ...origin, notes: [...origin.notes, { sentence, original: unreadable.join(', ') }] };
}

function translateOption(option: CorsOption, origin: TranslatedOrigin, setting: CorsSetting): DraftEntry {
  // Another name of the same option, only for `cors`.
  const isAlias = option.name === 'headers' && setting.platform === 'express';
  const name = isAlias ? 'allowedHeaders' : option.name;
  const translated = name === 'origin' ? origin : translateNamed({ ...option, name }, origin, setting);
  return entry(name, translated, option);
}

function translateNamed(option: CorsOption, origin: TranslatedOrigin, setting: CorsSetting): Translated {
  const { name, value, written } = option;
  if (value === undefined) return unknownOption(option);
  switch (name) {
    case 'methods':
      return translateMethods(value, setting);
    case 'allowedHeaders':
      return translateAllowedHeaders(value, setting);
    case 'credentials': {
      const credentials = translateCredentials(value, setting);
      if (!allowsAnybody(origin) || credentials.text === undefined || credentials.text === 'false')
        return credentials;
      const sentence = "credentials were left out: browsers never accepted them together with '*'";
      return { notes: [{ sentence, original: written }] };
    }
    case 'exposedHeaders':
      return translateExposedHeaders(value, setting);
    case 'maxAge':
      return translateMaxAge(value, setting);
    case 'optionsSuccessStatus':
      return translateOptionsSuccessStatus(value, setting);
    case 'preflightContinue': {
      if (isFalsyLiteral(setting.scope.resolve(value))) return NOTHING;
      const sentence =
        'preflightContinue was left out: the module answers each preflight from the policy of the route that it announces. Other OPTIONS requests reach @Options() handlers';
      return { notes: [{ sentence, original: written }] };
    }
    default:
      return unknownOption(option);
  }
}

function unknownOption({ name, written }: CorsOption): Translated {
  return { notes: [{ sentence: `policy options have no ${name}, and it was left out`, original: written }] };
}

/** The permissions that the policy needs in order to start, if it allows as much as `cors` did. */
function dangerousPermissions(
  { rules }: TranslatedOrigin,
  { credentials, isGateway }: CorsSetting,
): DraftEntry[] {
  const problems = checkEffectivePolicy({ origin: [...rules], credentials: credentials || isGateway });
  const flags = ['allowNullOrigin', 'allowInsecureOrigins', 'allowPublicSuffixSubdomains'].filter(flag =>
    problems.some(({ suggestion }) => suggestion.includes(flag)),
  );
  if (flags.length === 0) return [];
  const reasons = new Set(problems.map(({ reason }) => reason));
  const sentence = `kept as it was, although ${[...reasons].join('; and ')}`;
  const permissions = flags.map(flag => `${flag}: true`).join(', ');
  return [
    { name: 'dangerously', property: `dangerously: { ${permissions} }`, comments: [], notes: [{ sentence }] },
  ];
}

function entry(name: string, { text, notes }: Translated, option?: CorsOption): DraftEntry {
  const comments = option?.comments ?? [];
  return { name, ...(text === undefined ? {} : { property: `${name}: ${text}` }), comments, notes };
}
