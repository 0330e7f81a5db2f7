import { compileFunction } from 'node:vm';
import * as common from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import * as library from 'nestjs-cors-policy';
import ts from 'typescript';

/** What an application printed as warnings of the module, and what it did not start with. */
export interface Start {
  readonly warnings: readonly string[];
  readonly error: unknown;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  experimentalDecorators: true,
};

/** The value of a TypeScript expression of the documentation. */
export function evaluate(expression: string): unknown {
  return run(`return (${expression});`, {});
}

/** The value of the last declaration in a block of the documentation. */
export function evaluateDeclared(name: string, code: string): unknown {
  return run(`${code}\nreturn ${name};`, {});
}

/**
 * Starts the application of a block of the documentation: its `AppModule`, or the `app` that it makes itself. Everything
 * that Nest and this library export is in reach, as if the block imported it.
 */
export async function start(code: string): Promise<Start> {
  const warnings: string[] = [];
  const logger = recordingLogger(warnings);
  const apps: common.INestApplication[] = [];
  const create = async (module: common.Type, options: object = {}): Promise<common.INestApplication> => {
    const app = await NestFactory.create(module, { ...options, logger, abortOnError: false });
    apps.push(app);
    return app;
  };
  try {
    await run(`return (async () => {\n${code}\n${code.includes('NestFactory') ? '' : CREATE}\n})();`, {
      NestFactory: { create },
    });
    for (const app of apps) await app.init();
    return { warnings, error: undefined };
  } catch (error) {
    return { warnings, error };
  } finally {
    for (const app of apps) await app.close();
  }
}

const CREATE = 'await NestFactory.create(AppModule);';

function run(code: string, scope: Readonly<Record<string, unknown>>): unknown {
  const { outputText } = ts.transpileModule(`function example() {\n${code}\n}`, { compilerOptions: OPTIONS });
  const names: Readonly<Record<string, unknown>> = { ...common, ...library, Reflect, ...scope };
  const body = compileFunction(`${outputText}\nreturn example();`, Object.keys(names));
  const result: unknown = Reflect.apply(body, undefined, Object.values(names));
  return result;
}

function recordingLogger(warnings: string[]): common.LoggerService {
  const ignore = (): void => undefined;
  return {
    log: ignore,
    error: ignore,
    warn: (message: unknown, context: unknown) => {
      if (context === 'CorsModule') warnings.push(String(message));
    },
  };
}
