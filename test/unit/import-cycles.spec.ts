import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** The files that each file imports. */
type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * Includes imports of types. A cycle of types hides the order of files, and one moved line turns it
 * into a cycle of values.
 */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter(name => name.startsWith('.'))
    .map(name => join(dirname(file), name).replace(/\.js$/, '.ts'));
}

/**
 * The first cycle that a depth-first search finds from each unvisited file. Each cycle ends with
 * its first file.
 */
function cyclesIn(imports: Imports): string[][] {
  const cycles: string[][] = [];
  const visited = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start !== -1) cycles.push([...path.slice(start), file]);
    if (visited.has(file)) return;
    visited.add(file);
    for (const imported of imports.get(file) ?? []) walk(imported, [...path, file]);
  };
  for (const file of imports.keys()) walk(file, []);
  return cycles;
}

const FILES = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .map(file => `lib/${file.replaceAll('\\', '/')}`)
  .filter(file => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .sort();
const IMPORTS: Imports = new Map(FILES.map(file => [file, importsOf(file)]));

describe('the files of the library import each other without a cycle', () => {
  test('in lib/', () => {
    expect(cyclesIn(IMPORTS).map(cycle => cycle.join(' > '))).toEqual([]);
  });

  test('all imports are read', () => {
    expect(FILES).toContain('lib/exchange/exchange.ts');
    // A type, a value, and a file that is loaded only when it is needed.
    expect(IMPORTS.get('lib/exchange/exchange.ts')).toEqual(
      expect.arrayContaining(['lib/exchange/cors-state.ts', 'lib/exchange/own-write-head.ts']),
    );
    const missing = [...IMPORTS.values()].flat().filter(file => !IMPORTS.has(file));
    expect(missing).toEqual([]);
  });

  test.each<{ imports: Record<string, string[]>; cycles: string[][] }>([
    { imports: { a: ['a'] }, cycles: [['a', 'a']] },
    { imports: { a: ['b'], b: ['c'], c: ['b'] }, cycles: [['b', 'c', 'b']] },
    { imports: { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, cycles: [] },
    {
      imports: { a: ['b'], b: ['a'], c: ['d'], d: ['c'] },
      cycles: [
        ['a', 'b', 'a'],
        ['c', 'd', 'c'],
      ],
    },
  ])('a cycle is found: $imports', ({ imports, cycles }) => {
    expect(cyclesIn(new Map(Object.entries(imports)))).toEqual(cycles);
  });
});
