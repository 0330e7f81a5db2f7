import type {
  BindingElement,
  ClassDeclaration,
  EnumDeclaration,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  ImportClause,
  ImportEqualsDeclaration,
  ImportSpecifier,
  NamespaceImport,
  Node,
  ParameterDeclaration,
  Statement,
  VariableDeclaration,
} from 'typescript';
import { nodesIn } from './parsed-file.js';
import { ts } from './typescript.js';

/** The declarations of a name. */
export type Declaration =
  | VariableDeclaration
  | ParameterDeclaration
  | BindingElement
  | FunctionDeclaration
  | FunctionExpression
  | ClassDeclaration
  | EnumDeclaration
  | ImportDeclared;

export type ImportDeclared = ImportSpecifier | ImportClause | NamespaceImport | ImportEqualsDeclaration;

/**
 * The declaration of a name in the surrounding blocks and functions. `undefined` if the file has
 * none.
 */
export function declarationOf(name: Identifier): Declaration | undefined {
  for (let scope: Node | undefined = name.parent; !isNone(scope); scope = parentOf(scope)) {
    const found = declarationsIn(scope).find(declaration => nameOf(declaration) === name.text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The statements of a file or block that declare names. */
export function declarationsAmong(statements: readonly Statement[]): Declaration[] {
  return statements.flatMap((statement): Declaration[] => {
    if (ts.isVariableStatement(statement)) return variables(statement.declarationList.declarations);
    if (ts.isImportDeclaration(statement)) {
      const { importClause } = statement;
      if (importClause === undefined) return [];
      const { name, namedBindings } = importClause;
      const bindings = namedBindings === undefined ? [] : boundBy(namedBindings);
      return name === undefined ? bindings : [importClause, ...bindings];
    }
    const declares =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement);
    return declares ? [statement] : [];
  });
}

export function nameOf({ name }: Declaration): string | undefined {
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}

export function isImported(declaration: Declaration): declaration is ImportDeclared {
  return (
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration) ||
    ts.isImportEqualsDeclaration(declaration)
  );
}

export function isConst(declaration: VariableDeclaration): boolean {
  const list = declaration.parent;
  return ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0;
}

/**
 * Whether the node is the name of a property, parameter or label, and so refers to no declaration.
 */
export function isMereName(node: Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && (parent.name === node || parent.propertyName === node)) ||
    (ts.isVariableDeclaration(parent) && parent.name === node) ||
    (ts.isFunctionLike(parent) && parent.name === node) ||
    (ts.isParameter(parent) && parent.name === node)
  );
}

/** Whether the outer node contains the inner one. */
export function contains(outer: Node, inner: Node): boolean {
  for (let node: Node | undefined = inner; !isNone(node); node = parentOf(node)) {
    if (node === outer) return true;
  }
  return false;
}

function declarationsIn(scope: Node): Declaration[] {
  if (ts.isFunctionLike(scope)) {
    const own = ts.isFunctionExpression(scope) && scope.name !== undefined ? [scope] : [];
    return [...scope.parameters.flatMap(parameter => [parameter, ...elementsOf(parameter)]), ...own];
  }
  if (ts.isBlock(scope) || ts.isSourceFile(scope) || ts.isCaseClause(scope) || ts.isDefaultClause(scope)) {
    return declarationsAmong([...scope.statements]);
  }
  if (ts.isCatchClause(scope)) return scope.variableDeclaration ? [scope.variableDeclaration] : [];
  const loops = ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope);
  const list = loops ? scope.initializer : undefined;
  return list && ts.isVariableDeclarationList(list) ? variables(list.declarations) : [];
}

function variables(declarations: readonly VariableDeclaration[]): Declaration[] {
  return declarations.flatMap(declaration => [declaration, ...elementsOf(declaration)]);
}

/** The names that a pattern declares. */
function elementsOf({ name }: VariableDeclaration | ParameterDeclaration): BindingElement[] {
  return ts.isIdentifier(name) ? [] : [...nodesIn(name)].filter(ts.isBindingElement);
}

function boundBy(bindings: NonNullable<ImportClause['namedBindings']>): Declaration[] {
  return ts.isNamespaceImport(bindings) ? [bindings] : [...bindings.elements];
}

function parentOf(node: Node): Node | undefined {
  return ts.isSourceFile(node) ? undefined : node.parent;
}

function isNone(node: Node | undefined): node is undefined {
  return node === undefined;
}
