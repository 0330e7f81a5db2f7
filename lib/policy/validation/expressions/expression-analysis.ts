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

/** What an expression matches with one scheme. Several domains may be given that no origin has, but never too few. */
export interface SchemeMatches extends MatchedDomains {
  readonly scheme: string;
  /** The IP addresses, where they are a list. */
  readonly addresses: readonly string[];
  readonly addressesAreListed: boolean;
  /** An origin that the expression matches, as far as the tree tells. */
  readonly example: string;
}

/** What the syntax tree tells of an expression as a rule about origins. */
export interface ExpressionAnalysis {
  readonly pattern: AST.Pattern;
  /** Whether no origin takes a matcher too long. */
  readonly bounded: boolean;
  /** By scheme, without those that lead to no origin; `undefined` where the schemes are no list. */
  readonly schemes: readonly SchemeMatches[] | undefined;
}

const analyses = new WeakMap<RegExp, { readonly analysis: ExpressionAnalysis | undefined }>();

/** Reads an expression once; `undefined` where the parser does not know its syntax. */
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
    // Most expressions of policies without credentials are never asked.
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
