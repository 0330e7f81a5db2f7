import type { Expression, NamedImportBindings, SourceFile, Statement } from 'typescript';
import { ts } from '../syntax/typescript.js';

const PACKAGE = 'cors';

/** The names of the function of the package `cors` in the file. */
export function corsNames(source: SourceFile): readonly string[] {
  return source.statements.flatMap(namesOf);
}

function namesOf(statement: Statement): readonly string[] {
  if (ts.isImportDeclaration(statement)) {
    const { importClause, moduleSpecifier } = statement;
    if (importClause === undefined || !isPackage(moduleSpecifier)) return [];
    const { name, namedBindings } = importClause;
    return [...(name === undefined ? [] : [name.text]), ...boundNames(namedBindings)];
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference, name } = statement;
    const isCors = ts.isExternalModuleReference(moduleReference) && isPackage(moduleReference.expression);
    return isCors ? [name.text] : [];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer !== undefined && isRequired(initializer) ? [name.text] : [],
  );
}

function boundNames(bindings: NamedImportBindings | undefined): readonly string[] {
  if (bindings === undefined) return [];
  if (ts.isNamespaceImport(bindings)) return [bindings.name.text];
  return bindings.elements.flatMap(({ name, propertyName }) =>
    propertyName?.text === 'default' ? [name.text] : [],
  );
}

function isRequired(node: Expression): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === 'require' && isPackage(node.arguments[0]);
}

function isPackage(node: Expression | undefined): boolean {
  return node !== undefined && ts.isStringLiteralLike(node) && node.text === PACKAGE;
}
