// `node --import` this, and Node runs the specs under Mocha: TypeScript, and Jest's module of its words. See stryker.config.mjs.
import { register } from 'node:module';

register('../node-typescript/hooks.mjs', import.meta.url);
register('./hooks.mjs', import.meta.url);
