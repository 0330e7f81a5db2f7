import type { CompiledPolicy } from './compiled-policy.js';

/** The CORS headers of an actual response. A header that is `undefined` is not sent. */
export interface ActualAnswer {
  /** The value of `Access-Control-Allow-Origin`. */
  readonly allowOrigin: string | undefined;
  /** Whether to send `Access-Control-Allow-Credentials: true`. */
  readonly allowCredentials: boolean;
  /** The value of `Access-Control-Expose-Headers`. */
  readonly exposeHeaders: string | undefined;
}

const NOTHING: ActualAnswer = Object.freeze({
  allowOrigin: undefined,
  allowCredentials: false,
  exposeHeaders: undefined,
});

/**
 * The CORS headers of an actual response. With `origin: '*'` they are the same for every request.
 * Requests without `Origin` get them too, because a shared cache may use the response for a CORS
 * request.
 *
 * @see https://fetch.spec.whatwg.org/#http-responses
 */
export function answerActual(
  { origin: rules, credentials, exposedHeaders }: CompiledPolicy,
  origin: string | undefined,
  allowed: boolean,
): ActualAnswer {
  if (rules.allowsAny) return { allowOrigin: '*', allowCredentials: false, exposeHeaders: exposedHeaders };
  if (origin === undefined || !allowed) return NOTHING;
  return { allowOrigin: origin, allowCredentials: credentials, exposeHeaders: exposedHeaders };
}

/** The headers of a response that several policies apply to: the access that all of them give. */
export function commonAnswer(answers: readonly ActualAnswer[], origin: string | undefined): ActualAnswer {
  const first = answers[0] ?? NOTHING;
  if (answers.every(other => isSame(first, other))) return first;
  if (answers.some(({ allowOrigin }) => allowOrigin === undefined)) return NOTHING;
  return {
    allowOrigin: answers.every(({ allowOrigin }) => allowOrigin === '*') ? '*' : origin,
    allowCredentials: answers.every(({ allowCredentials }) => allowCredentials),
    exposeHeaders: commonNames(answers.map(({ exposeHeaders }) => exposeHeaders)),
  };
}

function isSame(one: ActualAnswer, other: ActualAnswer): boolean {
  return (
    one.allowOrigin === other.allowOrigin &&
    one.allowCredentials === other.allowCredentials &&
    one.exposeHeaders === other.exposeHeaders
  );
}

function commonNames(values: readonly (string | undefined)[]): string | undefined {
  const lists = values.filter(value => value !== '*').map(value => value?.split(',') ?? []);
  const [first, ...others] = lists;
  if (first === undefined) return '*';
  const names = first.filter(name => others.every(list => list.includes(name)));
  return names.length === 0 ? undefined : names.join(',');
}
