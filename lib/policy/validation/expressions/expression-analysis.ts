import type { AST } from '@eslint-community/regexpp';
import { isWebScheme } from '../../../fetch/index.js';
import { automatonOf } from './expression-automaton.js';
import { parseExpression } from './expression-tree.js';
import { type HostGraph, hostGraph, shortestText } from './host-graph.js';
import { type MatchedDomains, matchedAddresses, matchedDomains } from './matched-domains.js';
import { matchedSchemes } from './matched-schemes.js';
import { STEP_BUDGET, originSteps } from './matching-steps.js';
import { type HostKind, shapeOf } from './origin-shapes.js';
import type { PositionAutomaton } from './position-automaton.js';

/**
 * The matches of an expression with one scheme. The domains can include some that no origin has,
 * but none is missing.
 */
export interface SchemeMatches extends MatchedDomains {
  readonly scheme: string;
  /** The IP addresses, if they can be listed. */
  readonly addresses: readonly string[];
  readonly addressesAreListed: boolean;
  /** An origin that the expression matches, according to the tree. */
  readonly example: string;
}

/** The analysis of the syntax tree of an expression, as an origin rule. */
export interface ExpressionAnalysis {
  readonly pattern: AST.Pattern;
  /** Whether the match is fast for every origin. */
  readonly bounded: boolean;
  /**
   * The matches for each scheme that leads to an origin; `undefined` if the schemes cannot be
   * listed.
   */
  readonly schemes: readonly SchemeMatches[] | undefined;
}

const analyses = new WeakMap<RegExp, { readonly analysis: ExpressionAnalysis | undefined }>();

/** Analyses an expression once; `undefined` if the parser does not support its syntax. */
export function analyseExpression(rule: RegExp): ExpressionAnalysis | undefined {
  let known = analyses.get(rule);
  if (known === undefined) {
    known = { analysis: analyse(rule.source, rule.flags) };
    analyses.set(rule, known);
  }
  return known.analysis;
}

function analyse(source: string, flags: string): ExpressionAnalysis | undefined {
  const pattern = parseExpression(source, flags);
  if (pattern === undefined) return undefined;
  const automaton = automatonOf(pattern, flags);
  let schemes: { readonly found: readonly SchemeMatches[] | undefined } | undefined;
  return {
    pattern,
    bounded: originSteps(automaton) <= STEP_BUDGET,
    // Computed at the first use, which most expressions without credentials do not need.
    get schemes() {
      schemes ??= { found: schemesOf(automaton) };
      return schemes.found;
    },
  };
}

function schemesOf(automaton: PositionAutomaton): readonly SchemeMatches[] | undefined {
  const schemes = matchedSchemes(automaton);
  if (schemes === undefined) return undefined;
  return Array.from(schemes).flatMap(([scheme, positions]) => {
    const graph = (kind: HostKind): HostGraph | undefined => hostGraph(automaton, positions, shapeOf(kind));
    if (!isWebScheme(`${scheme}:`)) {
      const hosts = graph('other');
      return hosts === undefined ? [] : [{ ...NO_DOMAINS, scheme, example: exampleOf(scheme, hosts) }];
    }
    const names = graph('name');
    const addresses = [graph('ipv4'), graph('ipv6')].filter(each => each !== undefined);
    const [first] = [...(names === undefined ? [] : [names]), ...addresses];
    if (first === undefined) return [];
    const domains = names === undefined ? NO_DOMAINS : matchedDomains(names);
    return [
      {
        scheme,
        names: domains.names,
        suffixes: domains.suffixes,
        open: domains.open,
        ...listed(addresses.map(matchedAddresses)),
        example: exampleOf(scheme, first),
      },
    ];
  });
}

const NO_DOMAINS = {
  names: new Set<string>(),
  suffixes: new Set<string>(),
  open: new Set<string>(),
  addresses: [],
  addressesAreListed: true,
};

function exampleOf(scheme: string, graph: HostGraph): string {
  return `${scheme}://${shortestText(graph)}`;
}

function listed(
  lists: readonly (readonly string[] | undefined)[],
): Pick<SchemeMatches, 'addresses' | 'addressesAreListed'> {
  const known = lists.filter(list => list !== undefined);
  return { addresses: known.flat(), addressesAreListed: known.length === lists.length };
}
