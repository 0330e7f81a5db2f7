import {
  BadRequestException,
  Controller,
  Next,
  Req,
  RequestMapping,
  RequestMethod,
  Res,
  type Type,
  Version,
} from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { nestVersion } from '../controller-types.js';
import type { Journal } from './journal.js';
import { ORIGIN_A, ORIGIN_B, allows } from './policies.js';
import type { ControllerPlan, MethodPlan, Origins, Outcome, PolicyPlan } from './rewriting-plan.js';

/** The headers that a handler with the outcome `own-header` sets itself. */
export const OWN_ORIGIN = 'https://own.example';

interface HandlerResponse {
  header(name: string, value: string): unknown;
  send(body: string): unknown;
}

type Handler = (request: IncomingMessage, response: HandlerResponse, next?: () => void) => unknown;

/** Makes controllers at run time, which record what is entered and asked. */
export class RouteTypes {
  constructor(private readonly journal: Journal) {}

  controller({ name, path, host, version, policy, bound, methods }: ControllerPlan): Type<object> {
    const boundMethods = bound === true ? methods.map(each => each.name) : [];
    const made = {
      // A class that is the value of a property gets the property's name.
      [name]: class {
        readonly bound = boundMethods.map(each => {
          const method = Reflect.get(this, each) as Handler;
          return Reflect.set(this, each, method.bind(this));
        });
      },
    };
    const { [name]: type = class {} } = made;
    for (const method of methods) this.addMethod(type, method);
    Controller({
      path,
      ...(host === undefined ? {} : { host: typeof host === 'string' ? host : [...host] }),
      ...(version === undefined ? {} : { version: nestVersion(version) }),
    })(type);
    if (policy !== undefined) CorsPolicy(this.policyOptions(name, policy))(type);
    return type;
  }

  policyOptions(owner: string, { origin, name, credentials, enforce }: PolicyPlan): CorsPolicyOptions {
    return {
      ...(origin === undefined ? {} : { origin: this.originOption(owner, origin) }),
      ...(name === undefined ? {} : { exposedHeaders: [name] }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(enforce === undefined ? {} : { enforce }),
    };
  }

  private addMethod(type: Type<object>, { name, verb, path, version, policy, outcome }: MethodPlan): void {
    const prototype = type.prototype as object;
    const handler: Handler = ({ headers }, response, next) => {
      this.journal.record(headers, { what: 'handler', name });
      return OUTCOMES[outcome](response, next);
    };
    // The name of a property is that of a function that is its value.
    const { [name]: value } = { [name]: (...args: Parameters<Handler>) => handler(...args) };
    const descriptor: TypedPropertyDescriptor<unknown> = { configurable: true, writable: true, value };
    Object.defineProperty(prototype, name, descriptor);
    Req()(prototype, name, 0);
    Res({ passthrough: outcome !== 'send' && outcome !== 'pass' })(prototype, name, 1);
    if (outcome === 'pass') Next()(prototype, name, 2);
    RequestMapping({ path, method: RequestMethod[verb] })(prototype, name, descriptor);
    if (version !== undefined) Version(nestVersion(version))(prototype, name, descriptor);
    if (policy !== undefined) CorsPolicy(this.policyOptions(name, policy))(prototype, name, descriptor);
  }

  private originOption(owner: string, origins: Origins): NonNullable<CorsPolicyOptions['origin']> {
    if (origins === 'any') return '*';
    if (origins === 'none') return false;
    const answer = (origin: string, request: unknown): boolean => {
      const { headers } = request as IncomingMessage;
      this.journal.record(headers, { what: 'asked', predicate: owner });
      return allows(origins, origin);
    };
    if (origins.startsWith('ask-')) return answer;
    if (origins.startsWith('await-')) {
      return async (origin, request) => {
        const allowed = answer(origin, request);
        await new Promise(resolve => setImmediate(resolve));
        return allowed;
      };
    }
    return [ORIGIN_A, ORIGIN_B].filter(origin => allows(origins, origin));
  }
}

const OUTCOMES: Readonly<Record<Outcome, (response: HandlerResponse, next?: () => void) => unknown>> = {
  'return': () => 'nest',
  'send': response => response.send('nest'),
  'throw': () => {
    throw new BadRequestException();
  },
  'unauthorized': () => 'never',
  'own-header': response => {
    response.header('Access-Control-Allow-Origin', OWN_ORIGIN);
    return 'nest';
  },
  'pass': (_response, next) => next?.(),
};
