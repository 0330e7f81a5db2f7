// `node --import` this, and Node runs the project's TypeScript, without Jest.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
