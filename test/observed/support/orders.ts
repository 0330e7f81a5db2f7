import {
  type CanActivate,
  Controller,
  Delete,
  Injectable,
  Module,
  type ModuleMetadata,
  Post,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { CorsModule, CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { APP, EVIL, runs } from './observe.js';

/** The policy of all that is not {@link ordersOf}: it allows what orders refuse. */
export const WIDE: CorsPolicyOptions = { origin: [APP, EVIL], credentials: true };

let asked: string[] = [];

/** The origins that predicates were asked about since the last call. */
export function askedOrigins(): string[] {
  const origins = asked;
  asked = [];
  return origins;
}

/** The policies of the orders: each allows the application alone. */
export const RULES = {
  'enforced, by a list': { origin: APP, credentials: true, enforce: true },
  'enforced, by a predicate': {
    origin: (origin: string) => {
      asked.push(origin);
      return origin === APP;
    },
    credentials: true,
    enforce: true,
  },
  'enforced, by a predicate that takes its time': {
    origin: async (origin: string) => {
      asked.push(origin);
      await new Promise(resolve => setTimeout(resolve, 1));
      return origin === APP;
    },
    credentials: true,
    enforce: true,
  },
  'not enforced': { origin: APP, credentials: true },
  'not enforced, by a predicate that takes its time': {
    origin: async (origin: string) => {
      asked.push(origin);
      await new Promise(resolve => setTimeout(resolve, 1));
      return origin === APP;
    },
    credentials: true,
  },
} satisfies Record<string, CorsPolicyOptions>;

export type Rule = keyof typeof RULES;

@Injectable()
class NotingGuard implements CanActivate {
  canActivate(): boolean {
    runs('guard');
    return true;
  }
}

/** The orders, whose policy is the strict one. */
export function ordersOf(rule: Rule, at: Parameters<typeof Controller>[0] = {}): Type<unknown> {
  @CorsPolicy(RULES[rule])
  @UseGuards(NotingGuard)
  @Controller({ path: 'orders', ...(typeof at === 'object' && !Array.isArray(at) ? at : {}) })
  class Orders {
    @Post() create() {
      return runs('create');
    }
    @Delete(':id') remove() {
      return runs('remove');
    }
  }
  return Orders;
}

export function wideModule(controllers: NonNullable<ModuleMetadata['controllers']>): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot({ defaults: WIDE })], controllers })
  class WideModule {}
  return WideModule;
}
