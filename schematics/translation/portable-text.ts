import type { BindingElement, FunctionDeclaration, Identifier, Node, VariableDeclaration } from 'typescript';
import { isExported } from '../project/exported.js';
import {
  contains,
  type Declaration,
  declarationOf,
  isConst,
  isImported,
  isMereName,
} from '../syntax/declarations.js';
import { isChanged } from '../syntax/changed-values.js';
import { unwrap } from '../syntax/literals.js';
import { statementCommentText } from '../syntax/statement-removal.js';
import { applyChanges, type TextChange } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';
import { dedented } from './indented.js';
import { injectedName } from './injected.js';
import { isPlainValue } from './plain-value.js';
import { needImport } from './needed-import.js';
import type { Scope } from './scope.js';

// The globals of every module in Node.
const GLOBALS = new Set([
  ...['process', 'undefined', 'NaN', 'Infinity', 'JSON', 'Math', 'Object', 'Array', 'Boolean', 'Number'],
  ...['String', 'RegExp', 'Set', 'Map', 'URL', 'Promise', 'Error', 'Date', 'Symbol', 'console'],
  ...['parseInt', 'parseFloat', 'isNaN', 'encodeURIComponent', 'decodeURIComponent'],
  ...['Record', 'ReadonlySet', 'ReadonlyMap', 'ReadonlyArray', 'Partial', 'Readonly', 'const'],
]);
const DEEPEST = 8;

/** The known facts about the code around an expression. */
export interface Surroundings {
  /** Parameters that have the same meaning there. */
  readonly own?: readonly Declaration[];
  /** The code that is written as a whole, including its declarations. */
  readonly home?: Node;
  /** The replacements of some nodes. */
  readonly replaced?: ReadonlyMap<Node, string>;
}

/** Writes an expression in the target file. */
export class PortableText {
  private readonly own: readonly Declaration[];

  constructor(
    private readonly scope: Scope,
    private readonly surroundings: Surroundings = {},
    private readonly depth = 0,
  ) {
    this.own = surroundings.own ?? [];
  }

  of(node: Node): string | undefined {
    const changes: TextChange[] = [];
    if (this.depth > DEEPEST || !this.collect(node, node, changes)) return undefined;
    const source = node.getSourceFile();
    const start = node.getStart();
    const shifted = changes.map(change => ({
      ...change,
      start: change.start - start,
      end: change.end - start,
    }));
    return dedented(applyChanges(source.text.slice(start, node.end), shifted), source.text, start);
  }

  /** @returns whether every part of the node is available there */
  private collect(node: Node, whole: Node, changes: TextChange[]): boolean {
    const instead = this.surroundings.replaced?.get(node);
    if (instead !== undefined) {
      changes.push({ start: node.getStart(), end: node.end, text: instead });
      return true;
    }
    if (needsItsPlace(node)) return false;
    const injected = ts.isCallExpression(node) ? injectedName(node, undefined, this.scope) : undefined;
    if (injected !== undefined) {
      changes.push({ start: node.getStart(), end: node.end, text: injected });
      return true;
    }
    if (ts.isIdentifier(node)) {
      if (isMereName(node) || declaredWithin(node, whole)) return true;
      const text = this.named(node);
      if (text === undefined) return false;
      if (text !== node.text) changes.push(this.replacement(node, text, whole));
      return true;
    }
    let complete = true;
    ts.forEachChild(node, child => {
      complete &&= this.collect(child, whole, changes);
    });
    return complete;
  }

  private replacement(node: Identifier, text: string, whole: Node): TextChange {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}: ` : '';
    const isSimple = /^(?:[\w$.]+|'[^']*'|"[^"]*"|\[[^\]]*\])$/.test(text);
    const alone = node === whole || isSimple || shorthand !== '' || ts.isSpreadElement(node.parent);
    return { start: node.getStart(), end: node.end, text: shorthand + (alone ? text : `(${text})`) };
  }

  /** The replacement of a name there. It is the name itself if that is available. */
  private named(name: Identifier): string | undefined {
    const declaration = declarationOf(name);
    if (declaration === undefined) return GLOBALS.has(name.text) ? name.text : undefined;
    if (this.own.includes(declaration) || isThereAlready(declaration, this.scope)) return name.text;
    const { home } = this.surroundings;
    if (home !== undefined && contains(home, declaration)) return name.text;
    // Values that the code computes from a request are not available elsewhere.
    if (this.own.some(parameter => contains(parameter.parent, declaration))) return undefined;
    if (isImported(declaration)) return this.imported(name, declaration);
    if (ts.isBindingElement(declaration)) return this.taken(declaration);
    if (ts.isParameter(declaration)) {
      const argument = this.scope.argumentOf(declaration);
      return argument && this.inner(argument);
    }
    if (ts.isVariableDeclaration(declaration)) return this.constant(name, declaration);
    if (isExported(declaration) && this.isImportable(name)) return needImport(name.text, name, this.scope);
    return ts.isFunctionDeclaration(declaration) ? this.moved(name.text, declaration) : undefined;
  }

  private imported(name: Identifier, declaration: Parameters<typeof needImport>[3]): string | undefined {
    return needImport(name.text, name, this.scope, declaration);
  }

  /** Of `const { CORS_ORIGIN } = process.env`. */
  private taken({ initializer, name, parent, propertyName }: BindingElement): string | undefined {
    const declaration = parent.parent;
    if (initializer !== undefined || !ts.isVariableDeclaration(declaration) || !isConst(declaration))
      return undefined;
    const value = declaration.initializer;
    const object = value && ts.isObjectBindingPattern(parent) ? this.inner(value) : undefined;
    return object === undefined ? undefined : `${object}.${(propertyName ?? name).getText()}`;
  }

  private constant(name: Identifier, declaration: VariableDeclaration): string | undefined {
    const { initializer } = declaration;
    if (initializer === undefined || !isConst(declaration)) return undefined;
    // An import shares the changes that the code makes, and a copy does not.
    const isCopied = !isExported(declaration) || !this.isImportable(name);
    if (isCopied && isChanged(declaration)) return undefined;
    const value = unwrap(initializer);
    const injected = ts.isCallExpression(value)
      ? injectedName(value, { name: name.text, type: declaration.type }, this.scope)
      : undefined;
    if (injected !== undefined) return injected;
    if (isExported(declaration) && this.isImportable(name)) return needImport(name.text, name, this.scope);
    if (isPlainValue(value)) return this.inner(value);
    const text = this.inner(initializer);
    if (text === undefined) return undefined;
    const type = declaration.type && this.inner(declaration.type);
    const statement = `const ${name.text}${type === undefined ? '' : `: ${type}`} = ${text};`;
    return this.declare(name.text, statement, text);
  }

  private moved(name: string, declaration: FunctionDeclaration): string | undefined {
    const text = this.inner(declaration);
    const comments = statementCommentText(declaration);
    return text && this.declare(name, comments + text.replace(/^export (?:default )?/, ''), text);
  }

  /** A separate declaration there. Injected values have no declaration. */
  private declare(name: string, statement: string, text: string): string | undefined {
    const needs = [...this.scope.needs.neededBy([text]).values()];
    if (needs.some(({ kind }) => kind === 'provider')) return undefined;
    if (this.scope.lateEnvironment && text.includes('process.env')) return undefined;
    return this.scope.needs.add(name, { kind: 'declaration', text: statement }) ? name : undefined;
  }

  private inner(node: Node): string | undefined {
    return new PortableText(this.scope, { own: this.own }, this.depth + 1).of(node);
  }

  /**
   * Whether the target may import from the file. It may not import from the file that starts the
   * application.
   */
  private isImportable(name: Identifier): boolean {
    const source = name.getSourceFile();
    return source !== this.scope.target && !this.scope.startup.isEntry(source);
  }
}

function declaredWithin(name: Identifier, whole: Node): boolean {
  const declaration = declarationOf(name);
  return declaration !== undefined && declaration !== whole && contains(whole, declaration);
}

/** Whether the target declares it before the written code. */
function isThereAlready(declaration: Declaration, { place }: Scope): boolean {
  if (declaration.getSourceFile() !== place.getSourceFile()) return false;
  if (isImported(declaration)) return true;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  if (!ts.isSourceFile(statement.parent)) return false;
  return ts.isFunctionDeclaration(statement) || statement.end <= place.pos;
}

/** Whether it has a meaning only at its position. */
function needsItsPlace(node: Node): boolean {
  return (
    (ts.isAwaitExpression(node) && !isInAsyncFunction(node)) ||
    ts.isMetaProperty(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword ||
    node.kind === ts.SyntaxKind.ImportKeyword
  );
}

function isInAsyncFunction(node: Node): boolean {
  let outer: Node = node.parent;
  while (!ts.isSourceFile(outer) && !ts.isFunctionLike(outer)) outer = outer.parent;
  return ts.isArrowFunction(outer) || ts.isFunctionExpression(outer);
}
