import { METHODS } from 'node:http';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { type Token, parse } from 'path-to-regexp';
import type { Handler } from './handlers.js';
import type { FoundRoute, Params, RouteTable } from './route-table.js';

export const MAX_PARAM_LENGTH = 100;

/** A path in the syntax of find-my-way, with the parameter names of the registered path. */
interface Variant {
  readonly path: string;
  readonly names: readonly string[];
}

interface StoredRoute<Request, Response> {
  readonly handler: Handler<Request, Response>;
  readonly names: readonly string[];
}

/** The most specific path gets the request: text before parameters, parameters before wildcards. */
export class SpecificRoutes<Request, Response> implements RouteTable<Request, Response> {
  private readonly router = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });
  private readonly stored = new Map<string, StoredRoute<Request, Response>[]>();

  add(method: string | undefined, path: string, handler: Handler<Request, Response>): void {
    for (const { path: variant, names } of variantsOf(path)) {
      for (const each of method === undefined ? METHODS : [method])
        this.store(each, variant, { handler, names });
    }
  }

  find(method: string, path: string): readonly FoundRoute<Request, Response>[] {
    const found = this.lookUp(method, path);
    return found.length === 0 && method === 'HEAD' ? this.lookUp('GET', path) : found;
  }

  private store(method: string, path: string, route: StoredRoute<Request, Response>): void {
    const key = `${method} ${path}`;
    const others = this.stored.get(key);
    if (others !== undefined) {
      others.push(route);
      return;
    }
    this.stored.set(key, [route]);
    this.router.on(method as HTTPMethod, path, () => undefined, { key });
  }

  private lookUp(method: string, path: string): readonly FoundRoute<Request, Response>[] {
    const found = this.router.find(method as HTTPMethod, path);
    if (found === null) return [];
    const { key } = found.store as { key: string };
    // Nest's middleware is matched by path-to-regexp, whose parameters are never empty.
    if (Object.values(found.params).includes('')) return [];
    return (this.stored.get(key) ?? []).map(({ handler, names }) => ({
      handler,
      params: namedParams(names, found.params),
    }));
  }
}

function namedParams(names: readonly string[], values: Readonly<Record<string, string | undefined>>): Params {
  return Object.fromEntries(
    names.map((name, index) => [name, values[`p${index}`] ?? (values['*'] ?? '').split('/')]),
  );
}

/** The path with each of its optional groups, and without it. */
function variantsOf(path: string): readonly Variant[] {
  const variants = new Map<string, Variant>();
  for (const tokens of expand(parse(path).tokens)) {
    const variant = toVariant(tokens);
    if (!variants.has(variant.path)) variants.set(variant.path, variant);
  }
  return [...variants.values()];
}

function expand(tokens: readonly Token[]): Token[][] {
  return tokens.reduce<Token[][]>(
    (variants, token) =>
      token.type === 'group'
        ? variants.flatMap(variant => [...expand(token.tokens).map(inner => [...variant, ...inner]), variant])
        : variants.map(variant => [...variant, token]),
    [[]],
  );
}

function toVariant(tokens: readonly Token[]): Variant {
  const names: string[] = [];
  let path = '';
  for (const token of tokens) {
    if (token.type === 'text') path += token.value.replaceAll(':', '::');
    if (token.type === 'param') path += `:p${names.push(token.name) - 1}`;
    if (token.type === 'wildcard') {
      names.push(token.name);
      path += '*';
    }
  }
  return { path: path === '' ? '/' : path, names };
}
