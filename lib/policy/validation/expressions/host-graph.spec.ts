import { automatonOf } from './expression-automaton.js';
import { parsePattern } from './expression-tree.js';
import { type HostGraph, type HostNode, hostGraph, shortestText } from './host-graph.js';
import { type HostKind, shapeOf } from './origin-shapes.js';
import { START } from './position-automaton.js';

/** The hosts of a kind that an expression for hosts matches. */
function graphOf(source: string, kind: HostKind): HostGraph | undefined {
  return hostGraph(automatonOf(parsePattern(source, ''), ''), [START], shapeOf(kind));
}

function nodesFrom(start: HostNode): ReadonlySet<HostNode> {
  const nodes = new Set([start]);
  for (const node of nodes) for (const after of node.after) nodes.add(after);
  return nodes;
}

describe('the hosts that an expression matches', () => {
  it.each<[source: string, kind: HostKind, shortest: string]>([
    ['a', 'name', 'a'],
    ['bcd|a', 'name', 'a'],
    ['a*b', 'name', 'b'],
    ['.*', 'name', 'a'],
    ['.*\\.example\\.com', 'name', 'a.example.com'],
    ['example\\.com(?::\\d+)?', 'name', 'example.com'],
    ['example\\.com:\\d+', 'name', 'example.com:1'],
    ['example\\.com:0?80', 'name', 'example.com:80'],
    ['.*', 'ipv4', '0.0.0.0'],
    ['10\\..*', 'ipv4', '10.0.0.0'],
    ['.*', 'ipv6', '[a]'],
    ['\\[::1\\]', 'ipv6', '[::1]'],
    ['.*', 'other', ''],
    ['.+', 'other', 'a'],
    ['\\[::1\\]:8080', 'other', '[::1]:8080'],
  ])('%s: the shortest %s is %j', (source, kind, shortest) => {
    const graph = graphOf(source, kind);
    expect(graph && shortestText(graph)).toBe(shortest);
  });

  it.each<[source: string, kind: HostKind]>([
    ['%', 'name'],
    ['', 'name'],
    ['10\\.0\\.0\\.1', 'name'],
    ['1', 'name'],
    ['a\\.1', 'name'],
    ['A', 'name'],
    ['a\\.\\.b', 'name'],
    ['\\.a', 'name'],
    ['a:', 'name'],
    ['a:0', 'name'],
    ['a:123456', 'name'],
    ['a', 'ipv4'],
    ['1\\.2\\.3', 'ipv4'],
    ['1234\\.0\\.0\\.1', 'ipv4'],
    ['::1', 'ipv6'],
    ['\\[\\]', 'ipv6'],
    ['\\[g\\]', 'ipv6'],
    [':80', 'other'],
  ])('%s matches no %s', (source, kind) => {
    expect(graphOf(source, kind)).toBeUndefined();
  });

  it.each(['(?:ab|cd%|e)f?', '(?:a|a%)*b', '(?:a%|b):80', '.*x?%?'])(
    '%s: every node lies on a way from the start to an end',
    source => {
      const graph = graphOf(source, 'name');
      if (graph === undefined) throw new TypeError('It matches no host.');
      const nodes = nodesFrom(graph.start);
      for (const node of nodes) {
        expect(node.ends || node.after.size > 0).toBe(true);
        expect([...node.before].filter(before => !nodes.has(before) || !before.after.has(node))).toEqual([]);
      }
    },
  );
});
