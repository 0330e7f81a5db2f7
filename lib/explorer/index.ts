export type { CorsExplorerOptions } from './cors-explorer-options.interface.js';
export { CorsExplorerModule } from './cors-explorer.module.js';
