import { replaceMethod } from './replace-method.js';

/**
 * Tells whether an application drains. With `return503OnClosing`, Nest answers requests with 503
 * after `close()` was called.
 */
export class Draining {
  private answers503 = false;
  private isClosing = false;

  constructor(adapter: object) {
    replaceMethod(adapter, 'initHttpServer', (init, args) => {
      const [options] = args;
      this.answers503 =
        typeof options === 'object' &&
        options !== null &&
        'return503OnClosing' in options &&
        options.return503OnClosing === true;
      return init(args);
    });
    for (const name of ['beforeClose', 'close']) {
      replaceMethod(adapter, name, (close, args) => {
        this.isClosing = true;
        return close(args);
      });
    }
  }

  get isActive(): boolean {
    return this.answers503 && this.isClosing;
  }
}
