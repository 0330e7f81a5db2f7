import ts from 'typescript';

/** Names by the module that exports them, the nearest last. */
export type NameSources = readonly (readonly [module: string, names: ReadonlySet<string>])[];

/** A block as a module of its own. */
export interface BlockModule {
  readonly code: string;
  /** How many lines stand before the block's own. */
  readonly offset: number;
  /** The names to which later blocks of the page can refer. */
  readonly declared: ReadonlySet<string>;
}

const PROPERTY = /^(\w+): /;
const LONE_DECORATOR = /^@(?![^]*\bclass\b)/;
/** The types of the options of a page, for blocks that show only options. */
const OWNERS: Readonly<Record<string, string>> = { origin: 'CorsPolicyOptions', imports: 'ModuleMetadata' };

/**
 * A block with the imports that it leaves out, and with an export for every declaration. Properties
 * without an object get one of their type, and decorators without a class get a class.
 */
export function blockModule(block: string, sources: NameSources): BlockModule {
  const { code, offset } = completed(block);
  const file = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ES2022, true);
  const declared = new Set(file.statements.flatMap(declaredBy));
  const exported = new Set(file.statements.filter(isExported).flatMap(declaredBy));
  const imported = new Set(file.statements.filter(ts.isImportDeclaration).flatMap(importedBy));
  const imports = [...identifiersOf(file)].flatMap(name => {
    if (declared.has(name) || imported.has(name)) return [];
    const source = sources.findLast(([, names]) => names.has(name));
    return source === undefined ? [] : [`import { ${name} } from '${source[0]}';`];
  });
  const hidden = [...declared].filter(name => !exported.has(name));
  // The imports are on one line, so that a message's line can be told from the block's.
  return {
    code: `${imports.join(' ')}\n${code}\nexport { ${hidden.join(', ')} };\n`,
    offset: offset + 1,
    declared,
  };
}

function completed(block: string): { readonly code: string; readonly offset: number } {
  const owner = OWNERS[PROPERTY.exec(block)?.[1] ?? ''];
  if (owner !== undefined) {
    return { code: `const shown: ${owner} = {\n${block.replace(/[;,]\s*$/, '')}\n};`, offset: 1 };
  }
  return { code: LONE_DECORATOR.test(block) ? `${block}\nclass Shown {}` : block, offset: 0 };
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesOf(name));
  if (
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [statement.name.text];
  }
  return [];
}

function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap(element => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

function importedBy({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const several =
    namedBindings === undefined
      ? []
      : ts.isNamedImports(namedBindings)
        ? namedBindings.elements.map(element => element.name)
        : [namedBindings.name];
  return [...(name === undefined ? [] : [name]), ...several].map(({ text }) => text);
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

/** Without the names of properties, which cannot be imported. */
function identifiersOf(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && !isPropertyName(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return name === (ts.isQualifiedName(parent) ? parent.right : parent.name);
  }
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === name;
}
