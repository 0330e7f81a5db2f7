// Load this with `node --import`. It lets Node run the specs under Mocha: TypeScript, and a
// substitute for Jest's module. See stryker.config.mjs.
import { register } from 'node:module';

register('../node-typescript/hooks.mjs', import.meta.url);
register('./hooks.mjs', import.meta.url);
