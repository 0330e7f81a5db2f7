import { CorsBrowser } from 'nestjs-cors-policy/testing';

/** Runs a test as it was copied, with the application that it speaks of. */
export async function runCopiedTest(text: string, app: unknown): Promise<void> {
  const importLine = "import { CorsBrowser } from 'nestjs-cors-policy/testing';";
  if (!text.startsWith(importLine)) throw new Error('The test does not import what it needs.');
  const tests: (() => Promise<void>)[] = [];
  const it = (_title: string, body: () => Promise<void>) => tests.push(body);
  // The test runs the text exactly as a user copies it.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('it', 'expect', 'CorsBrowser', 'app', text.slice(importLine.length));
  Reflect.apply(run, undefined, [it, expect, CorsBrowser, app]);
  if (tests.length !== 1) throw new Error('It is not one test.');
  await tests[0]?.();
}
