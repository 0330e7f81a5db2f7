/** The width and the colours of text. */
export interface Style {
  /** In characters. */
  readonly width: number;
  readonly colours: boolean;
}

const USUAL_WIDTH = 80;
const NARROWEST = 40;
const WIDEST = 120;
const CODES = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;

/** The part of `process.stdout` that tells what it is. */
interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The style for a stream, from its properties and the environment. @see https://no-color.org */
export function styleFor({ isTTY, columns }: OutputStream, { NO_COLOR, TERM }: NodeJS.ProcessEnv): Style {
  const width = isTTY === true && columns !== undefined && columns > 0 ? columns : USUAL_WIDTH;
  return {
    width: Math.min(Math.max(width, NARROWEST), WIDEST),
    colours: isTTY === true && (NO_COLOR ?? '') === '' && TERM !== 'dumb',
  };
}

/** How wide a table may be, in characters. A pipe or a file gets all of it on one line. */
export function tableWidth({ isTTY, columns }: OutputStream): number {
  return isTTY === true && columns !== undefined && columns > 0 ? columns : Infinity;
}

/** Text in a colour, if the style has colours. */
export function painted(text: string, colour: keyof typeof CODES, { colours }: Style): string {
  return colours ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}
