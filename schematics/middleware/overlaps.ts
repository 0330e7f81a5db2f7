import type { Expression, Node } from 'typescript';
import type { CorsUse } from '../enable-cors/cors-use.js';
import { readCorsOptions } from '../translation/cors-options.js';
import { isFalsyLiteral } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';
import { readRegExp } from '../translation/origin-rules.js';
import type { MiddlewareUse } from './middleware-use.js';

/** One use of CORS for a path and every path below it. */
interface Layer {
  readonly node: Node;
  readonly prefix: string;
  /** Its position in the order in which the uses run. */
  readonly position: number;
  /** Whether the headers of an earlier use stay if this one does not allow the origin. */
  readonly yields: boolean;
}

const FIRST = -1;
const LAST = Number.POSITIVE_INFINITY;

/**
 * The uses of CORS for the same paths. The first of them answered preflights, and the later ones
 * changed its headers.
 */
export class Overlaps {
  private readonly layers: readonly Layer[];

  constructor(
    everywhere: readonly CorsUse[],
    middleware: readonly MiddlewareUse[],
    private readonly scope: Scope,
    platform: 'express' | 'fastify',
  ) {
    const positionOf = ({ certain, node }: CorsUse): number => {
      // @fastify/cors has a hook of its own, which runs before middleware.
      if (platform === 'fastify' || !certain) return FIRST;
      // Nest reads the cors option when the application is initialized, after main.ts.
      return ts.isCallExpression(node) ? node.pos : LAST;
    };
    this.layers = [
      ...everywhere.map(use => this.layerOf(use, '', positionOf(use))),
      ...middleware.flatMap(use =>
        (use.paths ?? [{ prefix: '', problem: use.problem }]).map(({ prefix, problem }) => {
          const layer = this.layerOf(use, prefix, use.certain ? use.node.pos : FIRST);
          return { ...layer, yields: layer.yields && (problem ?? use.problem) === undefined };
        }),
      ),
    ];
  }

  /**
   * The other uses next to which a policy for the path alone could allow more than all of them did
   * together.
   */
  beside({ node }: MiddlewareUse, prefix: string): readonly Node[] {
    const others = this.layers.filter(
      other =>
        other.node !== node &&
        covers(other.prefix, prefix) &&
        (other.prefix === prefix || other.position < node.pos || !other.yields),
    );
    return [...new Set(others.map(other => other.node))];
  }

  private layerOf({ node, options }: CorsUse, prefix: string, position: number): Layer {
    return { node, prefix, position, yields: options !== undefined && this.yields(options) };
  }

  /** Whether it sets headers only for origins of a list. */
  private yields(options: Expression): boolean {
    const read = readCorsOptions(options, this.scope);
    if (read === undefined || read.unreadable.length > 0) return false;
    if (read.options.some(({ name }) => name === 'exposedHeaders')) return false;
    const origin = read.options.find(({ name }) => name === 'origin')?.value;
    const value = origin && this.scope.resolve(origin);
    if (value === undefined) return false;
    if (!ts.isArrayLiteralExpression(value)) return isFalsyLiteral(value) || readRegExp(value) !== undefined;
    return value.elements.every(element => ts.isStringLiteralLike(element) || readRegExp(element));
  }
}

function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
