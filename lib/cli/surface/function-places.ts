import type { Session } from 'node:inspector';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A place in a script, counted from 0. */
interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

interface Script {
  readonly url: string;
  readonly sourceMapURL?: string | undefined;
}

/** The global name of the function that the inspector looks up. */
const ASKED = 'nestjs-cors-policy:asked-function';
const EXPRESSION = `globalThis[${JSON.stringify(ASKED)}]`;

/** Tells where functions were written. V8's inspector knows, so no source text is read. */
export class FunctionPlaces {
  private readonly scripts = new Map<string, Script>();
  private readonly known = new Map<object, string | undefined>();

  private constructor(private readonly session: Session) {
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => this.scripts.set(params.scriptId, params));
    session.post('Debugger.enable');
  }

  /** @returns `undefined` if the runtime has no such inspector */
  static async open(): Promise<FunctionPlaces | undefined> {
    try {
      const inspector = await import('node:inspector');
      return new FunctionPlaces(new inspector.Session());
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.session.disconnect();
  }

  /** `src/orders.controller.ts:12`, relative to the working directory, if that is known. */
  placeOf(asked: object): string | undefined {
    if (!this.known.has(asked)) this.known.set(asked, this.find(asked));
    return this.known.get(asked);
  }

  private find(asked: object): string | undefined {
    try {
      const location = this.locationOf(asked);
      const script = location === undefined ? undefined : this.scripts.get(location.scriptId);
      return location === undefined || script === undefined ? undefined : placeIn(script, location);
    } catch {
      // The surface is complete without places.
      return undefined;
    }
  }

  /** The inspector calls back before `post()` returns. */
  private locationOf(asked: object): Location | undefined {
    let location: unknown;
    Reflect.set(globalThis, ASKED, asked);
    this.session.post('Runtime.evaluate', { expression: EXPRESSION }, (_error, { result }) => {
      const { objectId } = result;
      if (objectId === undefined) return;
      this.session.post('Runtime.getProperties', { objectId }, (_failure, { internalProperties = [] }) => {
        location = internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
      });
    });
    Reflect.deleteProperty(globalThis, ASKED);
    return isLocation(location) ? location : undefined;
  }
}

function isLocation(value: unknown): value is Location {
  return typeof value === 'object' && value !== null && 'scriptId' in value && 'lineNumber' in value;
}

function placeIn({ url, sourceMapURL = '' }: Script, { lineNumber, columnNumber = 0 }: Location): string {
  const script = url.startsWith('file:') ? new URL(url) : pathToFileURL(url);
  const original =
    sourceMapURL === '' ? undefined : originalPlace(script, sourceMapURL, lineNumber, columnNumber);
  const { file, line } = original ?? { file: script, line: lineNumber };
  const path = fileURLToPath(file);
  const shown = relative(process.cwd(), path);
  return `${shown.startsWith('..') ? path : shown}:${line + 1}`;
}

/** The place in the source file, from the source map of the script. */
function originalPlace(
  script: URL,
  sourceMapURL: string,
  lineNumber: number,
  columnNumber: number,
): { file: URL; line: number } | undefined {
  const mapURL = new URL(sourceMapURL, script);
  const isInline = mapURL.protocol === 'data:';
  const text = isInline ? inlineText(mapURL) : readFileSync(mapURL, 'utf8');
  const map = new SourceMap(JSON.parse(text) as SourceMapPayload);
  const entry: object = map.findEntry(lineNumber, columnNumber);
  if (!('originalSource' in entry && 'originalLine' in entry)) return undefined;
  const { originalSource, originalLine } = entry;
  if (typeof originalSource !== 'string' || typeof originalLine !== 'number') return undefined;
  return { file: new URL(originalSource, isInline ? script : mapURL), line: originalLine };
}

function inlineText({ pathname }: URL): string {
  const comma = pathname.indexOf(',');
  const data = pathname.slice(comma + 1);
  return pathname.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString()
    : decodeURIComponent(data);
}
