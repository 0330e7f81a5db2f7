import {
  Controller,
  type ControllerOptions,
  RequestMapping,
  RequestMethod,
  Res,
  Scope,
  type Type,
  VERSION_NEUTRAL,
  Version,
} from '@nestjs/common';
import { CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { type ControllerPlan, NEUTRAL, type PolicyPlan } from './application-plan.js';
import { COMMON_HEADER, ORIGIN_A, ORIGIN_B, allows } from './expected-policy.js';

/** The response header in which a handler says that it was the one that answered. */
export const ANSWERED_BY = 'x-answered-by';

export type VersionValue = NonNullable<ControllerOptions['version']>;

/** The members that the responses of both platforms have. */
export interface AnsweringResponse {
  header(name: string, value: string): unknown;
}

/** Makes a controller at run time, with decorators applied as the functions that they are. */
export function controllerType(plan: ControllerPlan, types: ReadonlyMap<string, Type<object>>): Type<object> {
  const base = (plan.base === undefined ? undefined : types.get(plan.base)) ?? class {};
  const boundMethods = plan.bound ? plan.methods.map(({ name }) => name) : [];
  const made = {
    // A class that is the value of a property gets the property's name.
    [plan.name]: class extends base {
      readonly bound = boundMethods.map(name => {
        const method = Reflect.get(this, name) as (...args: unknown[]) => unknown;
        Reflect.set(this, name, method.bind(this));
        return name;
      });
    },
  };
  const { [plan.name]: type = base } = made;
  for (const method of plan.methods) addMethod(type, method);
  Controller({
    path: [...plan.paths],
    ...(plan.host === undefined ? {} : { host: typeof plan.host === 'string' ? plan.host : [...plan.host] }),
    ...(plan.version === undefined ? {} : { version: nestVersion(plan.version) }),
    ...(plan.requestScoped ? { scope: Scope.REQUEST } : {}),
  })(type);
  if (plan.policy !== undefined) CorsPolicy(policyOptions(plan.policy))(type);
  return type;
}

function addMethod(
  type: Type<object>,
  { name, verb, paths, version, policy }: ControllerPlan['methods'][number],
): void {
  const value = function (this: object, response: AnsweringResponse): string {
    response.header(ANSWERED_BY, `${this.constructor.name}.${name}`);
    return 'ok';
  };
  const prototype = type.prototype as object;
  const descriptor: TypedPropertyDescriptor<unknown> = { configurable: true, writable: true, value };
  Object.defineProperty(prototype, name, descriptor);
  Res({ passthrough: true })(prototype, name, 0);
  RequestMapping({ path: [...paths], method: RequestMethod[verb] })(prototype, name, descriptor);
  if (version !== undefined) Version(nestVersion(version))(prototype, name, descriptor);
  if (policy !== undefined) CorsPolicy(policyOptions(policy))(prototype, name, descriptor);
}

export function nestVersion(version: readonly string[] | string): VersionValue {
  return typeof version === 'string' ? oneVersion(version) : version.map(oneVersion);
}

export function oneVersion(version: string): string | typeof VERSION_NEUTRAL {
  return version === NEUTRAL ? VERSION_NEUTRAL : version;
}

export function policyOptions({ origin, name, credentials, maxAge, enforce }: PolicyPlan): CorsPolicyOptions {
  return {
    ...(origin === undefined ? {} : { origin: originOption(origin) }),
    ...(name === undefined ? {} : { exposedHeaders: [name], allowedHeaders: [COMMON_HEADER, name] }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(enforce === undefined ? {} : { enforce }),
  };
}

function originOption(kind: NonNullable<PolicyPlan['origin']>): NonNullable<CorsPolicyOptions['origin']> {
  if (kind === 'any') return '*';
  if (kind === 'none') return false;
  if (kind.startsWith('ask-')) return origin => allows(kind, origin);
  return [ORIGIN_A, ORIGIN_B].filter(origin => allows(kind, origin));
}
