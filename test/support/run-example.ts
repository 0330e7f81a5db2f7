import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import * as platformExpress from '@nestjs/platform-express';
import * as platformFastify from '@nestjs/platform-fastify';
import { WebSocketGateway } from '@nestjs/websockets';
import * as library from 'nestjs-cors-policy';
import * as explorer from 'nestjs-cors-policy/explorer';
import * as testing from 'nestjs-cors-policy/testing';
import * as rxjs from 'rxjs';
import ts from 'typescript';

/** The module's warnings in an application, and the error with which it did not start. */
export interface Start {
  readonly warnings: readonly string[];
  readonly error: unknown;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  experimentalDecorators: true,
};

/** The modules that a block with imports can use. */
const MODULES: Readonly<Record<string, object>> = {
  '@nestjs/common': common,
  '@nestjs/core': core,
  '@nestjs/platform-express': platformExpress,
  '@nestjs/platform-fastify': platformFastify,
  'nestjs-cors-policy': library,
  'nestjs-cors-policy/explorer': explorer,
  'nestjs-cors-policy/testing': testing,
  rxjs,
};

/**
 * The exports of a block with imports. Applications that the block creates with
 * `NestFactory.create()` are neither created nor started. Their root modules are in `created`.
 *
 * @param others what it can import besides
 */
export function load(
  code: string,
  others: Readonly<Record<string, object>> = {},
): { readonly exported: object; readonly created: readonly common.Type[] } {
  const created: common.Type[] = [];
  const never = new Promise<never>(() => undefined);
  const factory = {
    create: (root: common.Type) => {
      created.push(root);
      return never;
    },
  };
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { ...OPTIONS, module: ts.ModuleKind.CommonJS, emitDecoratorMetadata: true },
  });
  const exported = {};
  const require = (name: string): object => {
    const module = MODULES[name] ?? others[name];
    if (module === undefined)
      throw new Error(`A block of the documentation imports ${name}, which no test knows`);
    return name === '@nestjs/core' ? { ...module, NestFactory: factory } : module;
  };
  const body = compileFunction(outputText, ['exports', 'require', 'Reflect']);
  Reflect.apply(body, undefined, [exported, require, Reflect]);
  return { exported, created };
}

/** The value of a TypeScript expression of the documentation. */
export function evaluate(expression: string): unknown {
  return run(`return (${expression});`, {});
}

/** The value of the last declaration in a block of the documentation. */
export function evaluateDeclared(name: string, code: string): unknown {
  return run(`${code}\nreturn ${name};`, {});
}

/**
 * Starts the application of a block of the documentation: its `AppModule`, or the `app` that it
 * creates. All exports of Nest and of this library are available, as if the block imported them.
 */
export async function start(code: string): Promise<Start> {
  const warnings: string[] = [];
  const logger = recordingLogger(warnings);
  const apps: common.INestApplication[] = [];
  const create = async (module: common.Type, options: object = {}): Promise<common.INestApplication> => {
    const app = await core.NestFactory.create(module, { ...options, logger, abortOnError: false });
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
  const names: Readonly<Record<string, unknown>> = {
    ...common,
    ...library,
    WebSocketGateway,
    Reflect,
    ...scope,
  };
  // A function that finds the file of its caller finds the file that would contain the code.
  const filename = join(process.cwd(), 'src/main.ts');
  const body = compileFunction(`${outputText}\nreturn example();`, Object.keys(names), { filename });
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
