import type {
  ArrowFunction,
  CallExpression,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Node,
  SourceFile,
} from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import { exported } from '../project/exported.js';
import { followImport } from '../project/follow-import.js';
import { type Declaration, declarationOf, isImported } from '../syntax/declarations.js';
import { unwrap } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import { type Condition, placeIn } from './place.js';

/** A function, or the statements of a file, that run at start-up. */
export interface StartupBody {
  readonly body: Node;
  /** The conditions under which it is called. */
  readonly conditions: readonly Condition[];
}

export type StartupFunction = FunctionDeclaration | ArrowFunction | FunctionExpression;

/** The code of the project that starts the application, and the names of the application in it. */
export class StartupCode {
  readonly bodies: StartupBody[] = [];
  /** The functions among them that code calls with the application as an argument. */
  readonly helpers: { readonly callee: StartupFunction; readonly call: CallExpression }[] = [];
  private readonly applications = new Set<Declaration>();
  /** All calls in the files. */
  readonly calls: readonly CallExpression[];

  constructor(
    private readonly entry: ApplicationEntry,
    readonly sources: readonly SourceFile[],
  ) {
    this.calls = sources.flatMap(source => [...nodesIn(source)].filter(ts.isCallExpression));
    this.addBody(bodyAround(entry.create), []);
    this.addResult(entry.create);
    this.addCallers();
    // A body may contain calls of further bodies.
    for (const { body, conditions } of this.bodies) this.addCallees(body, conditions);
  }

  /** Whether no other file may import from the file, because it starts the application. */
  isEntry(source: SourceFile | undefined): boolean {
    return source === this.entry.source;
  }

  /** Whether the entry reads a file of environment variables after it imports the root module. */
  get loadsEnvironment(): boolean {
    return /from ['"]dotenv['"]|require\(['"]dotenv['"]\)|\bloadEnvFile\(/.test(this.entry.source.text);
  }

  isApplication(node: Expression): boolean {
    const value = unwrap(node);
    const declaration = ts.isIdentifier(value) ? declarationOf(value) : undefined;
    return declaration !== undefined && this.applications.has(declaration);
  }

  /** The conditions under which a statement runs. `undefined` if they are not known. */
  placeOf(statement: Node): { readonly conditions: readonly Condition[] } | undefined {
    const place = placeIn(statement, node => this.bodies.some(({ body }) => body === node));
    const around = place && this.bodies.find(({ body }) => body === place.body);
    return around && { conditions: [...around.conditions, ...place.conditions] };
  }

  /** The functions that return the application. Their callers start it. */
  private addCallers(): void {
    for (const { body } of this.bodies) {
      if (!ts.isFunctionLike(body) || !this.returnsApplication(body)) continue;
      for (const call of this.callsOf(body)) {
        this.addBody(bodyAround(call), []);
        this.addResult(call);
      }
    }
  }

  private addCallees(body: Node, conditions: readonly Condition[]): void {
    for (const call of this.calls) {
      const index = call.arguments.findIndex(argument => this.isApplication(argument));
      const callee = index === -1 ? undefined : this.functionOf(call.expression);
      const parameter = callee?.parameters[index];
      if (callee === undefined || parameter === undefined || this.callsOf(callee).length !== 1) continue;
      const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
      const place = placeIn(outer.parent, node => node === body);
      if (place === undefined || !ts.isExpressionStatement(outer.parent)) continue;
      this.applications.add(parameter);
      if (!this.helpers.some(known => known.call === call)) this.helpers.push({ callee, call });
      this.addBody(callee, [...conditions, ...place.conditions]);
    }
  }

  private addBody(body: Node, conditions: readonly Condition[]): void {
    if (!this.bodies.some(known => known.body === body)) this.bodies.push({ body, conditions });
  }

  /**
   * The variable to which the result of a call is assigned, and the functions that follow it in
   * `then()`.
   */
  private addResult(call: CallExpression): void {
    let value: Node = call;
    while (isTransparent(value.parent)) value = value.parent;
    const { parent } = value;
    if (ts.isVariableDeclaration(parent)) this.applications.add(parent);
    if (ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left)) {
      const declaration = declarationOf(parent.left);
      if (declaration !== undefined) this.applications.add(declaration);
    }
    const chain =
      ts.isPropertyAccessExpression(parent) && parent.name.text === 'then' ? parent.parent : undefined;
    const follow = chain !== undefined && ts.isCallExpression(chain) ? chain.arguments[0] : undefined;
    if (follow === undefined || !ts.isFunctionLike(follow)) return;
    const [parameter] = follow.parameters;
    if (parameter !== undefined) this.applications.add(parameter);
    this.addBody(follow, []);
  }

  private returnsApplication(body: Node): boolean {
    const isOwn = (value: Expression): boolean => {
      const inner = unwrap(ts.isAwaitExpression(value) ? value.expression : value);
      return this.isApplication(inner) || inner === this.entry.create;
    };
    return [...nodesIn(body)].some(
      node =>
        (ts.isReturnStatement(node) && node.expression !== undefined && isOwn(node.expression)) ||
        (ts.isArrowFunction(node) && node === body && !ts.isBlock(node.body) && isOwn(node.body)),
    );
  }

  private callsOf(callee: Node): CallExpression[] {
    return this.calls.filter(call => this.functionOf(call.expression) === callee);
  }

  /** The function with this name. */
  private functionOf(callee: Expression) {
    if (!ts.isIdentifier(callee)) return undefined;
    const declaration = this.declared(callee);
    const value =
      declaration !== undefined && ts.isVariableDeclaration(declaration)
        ? declaration.initializer
        : declaration;
    return value !== undefined && isFunction(value) ? value : undefined;
  }

  private declared(name: Identifier): Declaration | Expression | undefined {
    const declaration = declarationOf(name);
    if (declaration === undefined || !isImported(declaration)) return declaration;
    const origin = followImport(this.entry.project, name.getSourceFile(), declaration);
    return origin && exported(origin);
  }
}

function isFunction(node: Node): node is StartupFunction {
  return ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** The innermost function that contains the node, or the file. */
function bodyAround(node: Node): Node {
  let outer: Node = node.parent;
  while (!ts.isSourceFile(outer) && !ts.isFunctionLike(outer)) outer = outer.parent;
  return outer;
}

function isTransparent(node: Node): boolean {
  return (
    ts.isAwaitExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}
