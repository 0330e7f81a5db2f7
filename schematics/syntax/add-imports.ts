import type { ImportDeclaration, SourceFile } from 'typescript';
import { lineBreakOf } from './parsed-file.js';
import type { TextChange } from './text-change.js';
import { ts } from './typescript.js';

/** A name to import from another file. */
export interface WantedImport {
  readonly specifier: string;
  /** Its name in the other file. Also `default` and `*`. */
  readonly imported: string;
  readonly local: string;
  readonly typeOnly?: boolean;
}

/**
 * Adds imports after the existing ones, and declarations after the imports. Names are added to an
 * existing import if possible.
 */
export function addImports(
  source: SourceFile,
  wanted: readonly WantedImport[],
  declarations: readonly string[] = [],
): TextChange[] {
  const { text } = source;
  const imports = source.statements.filter(ts.isImportDeclaration);
  const last = imports.at(-1);
  const eol = lineBreakOf(text);
  const changes: TextChange[] = [];
  const added: string[] = [];
  for (const group of grouped(wanted)) {
    const [{ imported, specifier, typeOnly = false }] = group;
    const named = group.map(specifierText).join(', ');
    const isNamed = imported !== 'default' && imported !== '*';
    const present = isNamed && !typeOnly ? namedImport(imports, specifier) : undefined;
    if (present === undefined) added.push(statement(group[0], named, last));
    else changes.push({ start: present, end: present, text: `${named}, ` });
  }
  const blocks = [...added, ...declarations.flatMap(declaration => ['', ...declaration.split('\n')])].join(
    eol,
  );
  if (blocks === '') return changes;
  if (last !== undefined) return [...changes, { start: last.end, end: last.end, text: eol + blocks }];
  const start = source.statements[0]?.getStart() ?? 0;
  return [...changes, { start, end: start, text: blocks + eol }];
}

type Group = readonly [WantedImport, ...WantedImport[]];

/** Names that fit into one statement. */
function grouped(wanted: readonly WantedImport[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of wanted) {
    const alone = one.imported === 'default' || one.imported === '*';
    const key = [one.specifier, String(one.typeOnly === true), alone ? one.local : ''].join('\n');
    const group = groups.get(key);
    groups.set(key, group === undefined ? [one] : [...group, one]);
  }
  return [...groups.values()];
}

function specifierText({ imported, local }: WantedImport): string {
  return imported === local ? local : `${imported} as ${local}`;
}

function statement(first: WantedImport, named: string, last: ImportDeclaration | undefined): string {
  const quote = last?.moduleSpecifier.getText().charAt(0) ?? "'";
  const end = last === undefined || last.getText().endsWith(';') ? ';' : '';
  const what = new Map([
    ['default', first.local],
    ['*', `* as ${first.local}`],
  ]).get(first.imported);
  const type = first.typeOnly === true ? 'type ' : '';
  return `import ${type}${what ?? `{ ${named} }`} from ${quote}${first.specifier}${quote}${end}`;
}

/** The position at which a name can be added to an import of values. */
function namedImport(imports: readonly ImportDeclaration[], specifier: string): number | undefined {
  for (const { importClause, moduleSpecifier } of imports) {
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== specifier) continue;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    const first = ts.isNamedImports(bindings) ? bindings.elements[0] : undefined;
    if (first !== undefined) return first.getStart();
  }
  return undefined;
}
