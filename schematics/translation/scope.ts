import type {
  CallExpression,
  Expression,
  Identifier,
  Node,
  ParameterDeclaration,
  PropertyAccessExpression,
  SourceFile,
} from 'typescript';
import { exported } from '../project/exported.js';
import { followImport } from '../project/follow-import.js';
import type { Project } from '../project/project.js';
import type { StartupCode } from '../startup/startup-code.js';
import { type Declaration, declarationOf, isConst, isImported } from '../syntax/declarations.js';
import { isChanged } from '../syntax/changed-values.js';
import { findMember, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { type FunctionNode, isFunctionNode, returnedValue } from './functions.js';
import { Needs } from './needs.js';
import { PortableText } from './portable-text.js';

const DEEPEST = 12;

/**
 * The meaning of names in the files of the project, and the text of an expression in the target
 * file.
 */
export class Scope {
  readonly needs: Needs;
  /** The arguments for the parameters of helper functions. */
  private readonly given = new Map<ParameterDeclaration, Expression | undefined>();

  /** @param place the class at which the expressions are written */
  constructor(
    readonly project: Project,
    readonly startup: StartupCode,
    readonly place: Node,
  ) {
    this.needs = new Needs(this.target);
    for (const { call } of startup.helpers) this.enter(call);
  }

  get target(): SourceFile {
    return this.place.getSourceFile();
  }

  /** Whether environment variables are set only after the files are imported. */
  get lateEnvironment(): boolean {
    return this.startup.loadsEnvironment;
  }

  /** The same names, for another place. */
  at(place: Node): Scope {
    return new Scope(this.project, this.startup, place);
  }

  /** Whether the name is declared in the file that uses it. */
  isLocal(name: Identifier): boolean {
    const declaration = declarationOf(name);
    return declaration !== undefined && !isImported(declaration);
  }

  /**
   * The expression behind parentheses, types, names of constants, their members, and functions that
   * only return.
   */
  resolve(node: Expression): Expression {
    let resolved = unwrap(node);
    for (let depth = 0; depth < DEEPEST; depth += 1) {
      const value = this.step(resolved);
      if (value === undefined) break;
      resolved = unwrap(value);
    }
    return resolved;
  }

  /**
   * The expression for the target file. `undefined` if it needs a value that is not available
   * there.
   */
  portable(node: Expression, own: readonly Declaration[] = []): string | undefined {
    return new PortableText(this, { own }).of(node);
  }

  /** The declaration behind a name, through imports. */
  declared(name: Identifier): Declaration | Expression | undefined {
    const declaration = declarationOf(name);
    if (declaration === undefined || !isImported(declaration)) return declaration;
    const origin = followImport(this.project, name.getSourceFile(), declaration);
    return origin && exported(origin);
  }

  /** The argument for a parameter of a helper function. */
  argumentOf(parameter: ParameterDeclaration): Expression | undefined {
    return this.given.get(parameter);
  }

  /** The function that an expression is or names. */
  functionOf(node: Expression): FunctionNode | undefined {
    const value = this.resolve(node);
    if (isFunctionNode(value)) return value;
    const declaration = ts.isIdentifier(value) ? this.declared(value) : undefined;
    return declaration !== undefined && isFunctionNode(declaration) ? declaration : undefined;
  }

  /** The called function, with its parameters bound to the arguments. */
  enter(call: CallExpression): FunctionNode | undefined {
    const callee = ts.isIdentifier(call.expression) ? this.functionOf(call.expression) : undefined;
    if (callee === undefined) return undefined;
    callee.parameters.forEach((parameter, index) => {
      const argument = call.arguments[index] ?? parameter.initializer;
      const known = this.given.get(parameter);
      // If it is called twice with different arguments, neither is known.
      this.given.set(parameter, this.given.has(parameter) && known !== argument ? undefined : argument);
    });
    return callee;
  }

  private step(node: Expression): Expression | undefined {
    if (ts.isIdentifier(node)) return this.valueOf(node);
    if (ts.isPropertyAccessExpression(node)) return this.memberOf(node);
    if (!ts.isCallExpression(node)) return undefined;
    if (node.expression.getText() === 'Object.freeze') return node.arguments[0];
    const callee = this.enter(node);
    return callee && returnedValue(callee);
  }

  private valueOf(name: Identifier): Expression | undefined {
    const declaration = this.declared(name);
    if (declaration === undefined) return undefined;
    if (ts.isVariableDeclaration(declaration)) {
      const isValue = isConst(declaration) && ts.isIdentifier(declaration.name) && !isChanged(declaration);
      return isValue ? declaration.initializer : undefined;
    }
    if (ts.isParameter(declaration)) return this.given.get(declaration);
    return isExpression(declaration) ? declaration : undefined;
  }

  private memberOf({ expression, name }: PropertyAccessExpression): Expression | undefined {
    if (ts.isIdentifier(expression)) {
      const declaration = this.declared(expression);
      if (declaration !== undefined && ts.isEnumDeclaration(declaration)) {
        return declaration.members.find(member => member.name.getText() === name.text)?.initializer;
      }
      const namespace = declarationOf(expression);
      if (namespace !== undefined && ts.isNamespaceImport(namespace)) {
        const origin = followImport(this.project, expression.getSourceFile(), namespace);
        const value = origin && exported({ source: origin.source, name: name.text });
        return value && ts.isVariableDeclaration(value) ? value.initializer : undefined;
      }
    }
    const object = this.resolve(expression);
    const member = ts.isObjectLiteralExpression(object) ? findMember(object, name.text) : undefined;
    if (member === undefined) return undefined;
    if (ts.isPropertyAssignment(member)) return member.initializer;
    return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
  }
}

function isExpression(value: Declaration | Expression): value is Expression {
  return (
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isCallExpression(value) ||
    ts.isAsExpression(value) ||
    ts.isSatisfiesExpression(value) ||
    ts.isStringLiteralLike(value) ||
    ts.isArrowFunction(value)
  );
}
