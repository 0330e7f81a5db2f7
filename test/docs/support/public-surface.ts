import ts from 'typescript';

/** An export of the library, as its types have it. */
export interface PublicSymbol {
  readonly name: string;
  /** The public properties and methods of a class or an object's type. */
  readonly members: readonly string[];
  /** Those that have to be given. */
  readonly required: readonly string[];
  /** The default in a member's comment, if it is a literal: `Default: false`. */
  readonly defaults: readonly (readonly [member: string, value: string])[];
}

const LITERAL_DEFAULT = /Default: `([^`]+)`/;

/** The exports of entry points, with the members of each. */
export function publicSurface(entries: readonly string[]): readonly PublicSymbol[] {
  const { config } = ts.readConfigFile('tsconfig.json', path => ts.sys.readFile(path)) as { config: unknown };
  const host = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(config, host, process.cwd());
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  return entries.flatMap(entry => {
    const file = program.getSourceFile(entry);
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entry} exports nothing`);
    return checker.getExportsOfModule(module).map(symbol => describe(checker, symbol));
  });
}

function describe(checker: ts.TypeChecker, symbol: ts.Symbol): PublicSymbol {
  const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const isObject =
    (own.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0;
  const members = isObject ? membersOf(checker, own) : [];
  return {
    name: symbol.name,
    members: members.map(({ name }) => name),
    required: members.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name),
    defaults: members.flatMap(member => {
      const value = LITERAL_DEFAULT.exec(
        ts.displayPartsToString(member.getDocumentationComment(checker)),
      )?.[1];
      return value === undefined ? [] : [[member.name, value] as const];
    }),
  };
}

/**
 * Unions, functions and primitives have no members. For other types, these are the members that
 * this library declares, and whether they are optional.
 */
function membersOf(checker: ts.TypeChecker, symbol: ts.Symbol): readonly ts.Symbol[] {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  if (type.isUnion() || !(type.flags & ts.TypeFlags.Object)) return [];
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return [];
  return checker.getPropertiesOfType(type).filter(isPublic);
}

/** Members that are marked as internal are not in the published types. */
function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  if (name.startsWith('__') || name === 'prototype') return false;
  return declarations.every(declaration => {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    const isOurs = !/\/node_modules\/(?!@nestjs\/)/.test(declaration.getSourceFile().fileName);
    const isInternal = ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');
    return isOurs && !isInternal && !(ts.getCombinedModifierFlags(declaration) & hidden);
  });
}
