import type {
  CallExpression,
  ClassDeclaration,
  Decorator,
  Expression,
  ObjectLiteralExpression,
  SourceFile,
} from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import { followImport, importNamed } from '../project/follow-import.js';
import { constInitializer } from '../syntax/constants.js';
import { unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';

/** The root module, in the file of its class. */
export interface RootModule {
  readonly source: SourceFile;
  readonly declaration: ClassDeclaration;
  /** The argument of `@Module()`. */
  readonly metadata: ObjectLiteralExpression;
}

export function findRootModule({ create, project, source }: ApplicationEntry): RootModule {
  const name = rootName(create.arguments[0]);
  if (name === undefined) {
    throw new Error(
      `${source.fileName}: ${create.getText()} does not name a module class. Import CorsModule yourself.`,
    );
  }
  const own = classNamed(source, name);
  const imported = importNamed(source, name);
  const place = own === undefined ? imported && followImport(project, source, imported) : { source, name };
  const declaration = place && classNamed(place.source, place.name);
  if (place === undefined || declaration === undefined) {
    throw new Error(`${source.fileName}: the class ${name} was not found. Import CorsModule yourself.`);
  }
  return { source: place.source, declaration, metadata: metadataOf(declaration, place.source) };
}

/** `AppModule`, or `AppModule` of `AppModule.register()`. */
function rootName(argument: Expression | undefined): string | undefined {
  const root = argument && unwrap(argument);
  if (root === undefined) return undefined;
  if (ts.isIdentifier(root)) return root.text;
  const callee = ts.isCallExpression(root) ? root.expression : undefined;
  return callee && ts.isPropertyAccessExpression(callee) ? rootName(callee.expression) : undefined;
}

function classNamed(source: SourceFile, name: string): ClassDeclaration | undefined {
  const classes = source.statements.filter(ts.isClassDeclaration);
  if (name !== 'default') {
    const exported = exportedAs(source, name) ?? name;
    return classes.find(declaration => declaration.name?.text === exported);
  }
  const direct = classes.find(declaration =>
    declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword),
  );
  const assigned = source.statements.filter(ts.isExportAssignment)[0]?.expression;
  const other = assigned && ts.isIdentifier(assigned) ? assigned.text : exportedAs(source, 'default');
  return direct ?? classes.find(declaration => other !== undefined && declaration.name?.text === other);
}

/** The local name behind `export { Local as name }`. */
function exportedAs(source: SourceFile, name: string): string | undefined {
  return source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) =>
      moduleSpecifier === undefined && exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements
        : [],
    )
    .find(element => element.name.text === name)?.propertyName?.text;
}

function metadataOf(declaration: ClassDeclaration, source: SourceFile): ObjectLiteralExpression {
  const call = (ts.getDecorators(declaration) ?? []).map(moduleCall).find(found => found !== undefined);
  const argument = call?.arguments[0] && unwrap(call.arguments[0]);
  const metadata = argument && ts.isIdentifier(argument) ? constInitializer(source, argument.text) : argument;
  if (metadata !== undefined && ts.isObjectLiteralExpression(metadata)) return metadata;
  throw new Error(
    `${source.fileName}: @Module() is not given an object that can be read. Import CorsModule yourself.`,
  );
}

function moduleCall({ expression }: Decorator): CallExpression | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const { expression: callee } = expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return name.getText() === 'Module' ? expression : undefined;
}
