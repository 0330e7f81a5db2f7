import { el } from './dom.js';

const WAIT_MS = 10_000;

/**
 * Sends scenarios from another origin. A hidden frame on that origin sends them, so the browser
 * applies the rights of that origin. Only the ports of the frame and the page differ. So they are
 * same-site and send the same cookies.
 */
export class OtherOrigin {
  constructor(origin) {
    this.origin = origin;
    const title = 'Sends requests from the other origin';
    this.frame = el('iframe', { src: `${origin}/frame.html`, hidden: '', title });
    this.ready = this.opened();
    // Without a listener, a rejection before the first run would be reported as unhandled.
    this.ready.catch(() => {});
    document.body.append(this.frame);
  }

  opened() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`The page at ${this.origin} does not answer. Is its server still running?`));
      }, WAIT_MS);
      addEventListener('message', ({ source, origin }) => {
        if (source === this.frame.contentWindow && origin === this.origin) {
          clearTimeout(timer);
          resolve();
        }
      });
    });
  }

  /** The result of `runScenario()` in the frame. */
  async run(scenario) {
    await this.ready;
    const { port1, port2 } = new MessageChannel();
    const reply = new Promise(resolve => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    this.frame.contentWindow.postMessage(scenario.id, this.origin, [port2]);
    const { result, failure } = await reply;
    port1.close();
    if (failure !== undefined) {
      throw new Error(failure);
    }
    return result;
  }
}
