import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file that called a function, Nest's own files apart. */
export interface CallingFile {
  /** From the last `node_modules` on, or relative to the working directory; with slashes. */
  readonly path: string;
  readonly isInPackage: boolean;
  /** Whether the call went through a file of Nest. */
  readonly throughNest: boolean;
}

type Callee = (...parameters: never[]) => unknown;

const IN_PACKAGE = /^.*[\\/](?=node_modules[\\/])/s;
const NEST = 'node_modules/@nestjs/';
const DEPTH = 50;

/** The file that called the function, which is running now; `undefined` where the stack does not tell. */
export function callingFile(callee: Callee): CallingFile | undefined {
  let throughNest = false;
  for (const name of namesOnStack(callee)) {
    const path = shownPath(name);
    if (path === undefined) continue;
    const isInPackage = path.startsWith('node_modules/');
    if (!path.startsWith(NEST)) return { path, isInPackage, throughNest };
    throughNest = true;
  }
  return undefined;
}

/** The file names of the calls around the function, the nearest first. Any other code may have changed or frozen `Error`. */
function namesOnStack(callee: Callee): readonly string[] {
  const before = ['prepareStackTrace', 'stackTraceLimit'].map(
    name => [name, Object.getOwnPropertyDescriptor(Error, name)] as const,
  );
  let names: readonly string[] = [];
  try {
    Error.prepareStackTrace = (_error, sites) => {
      names = sites.flatMap(site => site.getFileName() ?? []);
      return '';
    };
    Error.stackTraceLimit = DEPTH;
    const holder: { stack?: string } = {};
    Error.captureStackTrace(holder, callee);
    // Reading the stack has it prepared.
    return holder.stack === undefined ? [] : names;
  } catch {
    return [];
  } finally {
    for (const [name, descriptor] of before) restore(name, descriptor);
  }
}

function restore(name: string, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) Reflect.deleteProperty(Error, name);
  else Reflect.defineProperty(Error, name, descriptor);
}

/** As it is printed; `undefined` where it is no file, such as Node's own modules and evaluated code. */
function shownPath(name: string): string | undefined {
  try {
    const file = name.startsWith('file:') ? fileURLToPath(name) : name;
    if (!isAbsolute(file)) return undefined;
    const path = IN_PACKAGE.test(file) ? file.replace(IN_PACKAGE, '') : relative(process.cwd(), file);
    // On another drive of Windows.
    return isAbsolute(path) ? undefined : path.replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}
