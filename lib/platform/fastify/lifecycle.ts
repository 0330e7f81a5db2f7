import type { FastifyAdapter, FastifyInstance, FastifyRouteOptions } from './fastify-instance.js';

/** The hooks of Fastify's that run for a request which the first of its hooks answers. */
const HOOKS_FOR_ANSWERED = ['onSend', 'onResponse', 'onTimeout', 'onRequestAbort'] as const;

/** The options that give somebody a say in each request, or tell somebody of it. */
const OPTIONS_WITH_A_SAY = ['rewriteUrl', 'serverFactory', 'logController'] as const;

type Hooks = Readonly<Partial<Record<string, readonly unknown[] | null>>>;

/** What Fastify keeps under symbols of its own: in another version, any of it may be missing. */
interface Internals {
  readonly 'state'?: { readonly started: boolean; readonly closing: boolean };
  readonly 'options'?: Readonly<Record<string, unknown>>;
  readonly 'hooks'?: Hooks;
  /** Of what answers where there is no route. */
  readonly '404ContextKey'?: Hooks | null;
  readonly 'children'?: readonly FastifyInstance[];
}

/** Knows who has a say in a preflight that the adapter's request hook answers, or is told of it. What cannot be seen counts as somebody. */
export class Lifecycle {
  private readonly internals: Internals;
  private known: boolean | undefined;

  constructor(
    private readonly instance: FastifyInstance,
    private readonly adapter: FastifyAdapter,
    /** Those that serve OPTIONS. */
    private readonly routes: readonly FastifyRouteOptions[],
  ) {
    this.internals = internalsOf(instance);
  }

  /** Whether nobody has, but that hook. */
  get isQuiet(): boolean {
    const { state } = this.internals;
    if (state?.started !== true || state.closing) return false;
    // Once started, Fastify takes neither hooks nor routes.
    this.known ??= this.learn();
    return this.known && Reflect.get(this.adapter, 'onResponseHook') === undefined;
  }

  private learn(): boolean {
    const { options } = this.internals;
    return (
      options !== undefined &&
      !OPTIONS_WITH_A_SAY.some(name => options[name] !== undefined) &&
      logsNothing(this.instance) &&
      hasAdapterHooksAlone(this.instance) &&
      !this.routes.some(route => HOOKS_FOR_ANSWERED.some(name => Reflect.get(route, name) !== undefined))
    );
  }
}

function internalsOf(instance: FastifyInstance): Internals {
  // Those of a plugin's instance stand on its prototypes, as far as they are not its own.
  const found: Record<string, unknown> = {};
  for (
    let object: object | null = instance;
    object !== null;
    object = Object.getPrototypeOf(object) as object | null
  ) {
    for (const key of Object.getOwnPropertySymbols(object)) {
      const [, name] = /^fastify\.(.+)$/.exec(key.description ?? '') ?? [];
      if (name !== undefined) found[name] ??= Reflect.get(instance, key);
    }
  }
  return found;
}

/** Whether it has the logger that Fastify takes where there is to be none: each of its methods is the same. */
function logsNothing({ log }: FastifyInstance): boolean {
  return log !== undefined && !('level' in log) && log.info === log.fatal;
}

/** Here, and in each plugin, for a route as well as for none. */
function hasAdapterHooksAlone(instance: FastifyInstance): boolean {
  const { hooks, children, '404ContextKey': notFound } = internalsOf(instance);
  if (hooks === undefined || children === undefined || !notFound) return false;
  return (
    runs(hooks.onRequest?.[0], 'onRequestHook') &&
    HOOKS_FOR_ANSWERED.every(name => {
      const own = hooks[name] ?? [];
      return own.length === (notFound[name] ?? []).length && own.every(hook => runs(hook, 'onResponseHook'));
    }) &&
    instance.genReqId?.name === 'defaultGenReqId' &&
    instance.childLoggerFactory?.name === 'defaultChildLoggerFactory' &&
    children.every(hasAdapterHooksAlone)
  );
}

/** The adapter's hooks have no names; one that is not recognised costs time and nothing else. */
function runs(hook: unknown, slot: string): boolean {
  return String(hook).includes(`this.${slot}`);
}
