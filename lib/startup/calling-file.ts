import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The file that called a function of the application or its adapter. Files of Nest do not count.
 */
export interface CallingFile {
  /** A path with slashes, from the last `node_modules` or relative to the working directory. */
  readonly path: string;
  readonly isInPackage: boolean;
  /** Whether the call went through a file of Nest. */
  readonly throughNest: boolean;
}

type Callee = (...parameters: never[]) => unknown;

const IN_PACKAGE = /^.*[\\/](?=node_modules[\\/])/s;
const NEST = 'node_modules/@nestjs/';
const DEPTH = 50;

/**
 * The file that called the running function. `undefined` if the stack does not contain it, or if
 * Nest itself calls the function because of an option.
 */
export function callingFile(callee: Callee): CallingFile | undefined {
  let throughNest = false;
  for (const { file, name } of callsAround(callee)) {
    const path = shownPath(file);
    if (path === undefined) continue;
    const isInPackage = path.startsWith('node_modules/');
    if (!path.startsWith(NEST)) return { path, isInPackage, throughNest };
    // Nest reads its options in app.init(). The caller of app.init() did not call this function.
    if (name === 'init') return undefined;
    throughNest = true;
  }
  return undefined;
}

interface Call {
  readonly file: string;
  readonly name: string | null;
}

/**
 * The calls around the function, the nearest first. Other code may have changed or frozen `Error`.
 */
function callsAround(callee: Callee): readonly Call[] {
  const before = ['prepareStackTrace', 'stackTraceLimit'].map(
    name => [name, Object.getOwnPropertyDescriptor(Error, name)] as const,
  );
  let calls: readonly Call[] = [];
  try {
    Error.prepareStackTrace = (_error, sites) => {
      calls = sites.map(site => ({ file: site.getFileName() ?? '', name: site.getFunctionName() }));
      return '';
    };
    Error.stackTraceLimit = DEPTH;
    const holder: { stack?: string } = {};
    Error.captureStackTrace(holder, callee);
    // V8 calls `prepareStackTrace` when the stack is read.
    return holder.stack === undefined ? [] : calls;
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

/**
 * The printed path. `undefined` for code that is not in a file, such as Node's own modules and
 * evaluated code.
 */
function shownPath(fileName: string): string | undefined {
  try {
    const file = fileName.startsWith('file:') ? fileURLToPath(fileName) : fileName;
    if (!isAbsolute(file)) return undefined;
    const path = IN_PACKAGE.test(file) ? file.replace(IN_PACKAGE, '') : relative(process.cwd(), file);
    // The file is on another drive of Windows.
    return isAbsolute(path) ? undefined : path.replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}
