import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TypeScript from 'typescript';

/**
 * The compiler of the project, or that of the Nest CLI. Every user of `nest add` has one of them.
 * An application at run time needs none, so the library does not depend on it.
 */
export const ts: typeof TypeScript = loadTypeScript();

function loadTypeScript(): typeof TypeScript {
  for (const place of places()) {
    const found = loadFrom(place);
    if (found !== undefined) return found;
  }
  throw new Error(
    'nest add nestjs-cors-policy needs TypeScript 5 or 6 in the project: npm install --save-dev typescript@6',
  );
}

/** Files from whose folders TypeScript is resolved. The project's file comes first. */
function places(): string[] {
  const project = join(process.cwd(), 'package.json');
  const cli = resolveFrom(project, '@nestjs/cli/package.json');
  const program = process.argv[1];
  return [
    project,
    ...(cli === undefined ? [] : [cli]),
    ...(program === undefined ? [] : [program]),
    __filename,
  ];
}

function loadFrom(place: string): typeof TypeScript | undefined {
  try {
    const loaded: unknown = createRequire(place)('typescript');
    return isCompiler(loaded) ? loaded : undefined;
  } catch {
    return undefined;
  }
}

function resolveFrom(place: string, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}

// TypeScript 7 has no such API.
function isCompiler(loaded: unknown): loaded is typeof TypeScript {
  return typeof loaded === 'object' && loaded !== null && 'createSourceFile' in loaded;
}
