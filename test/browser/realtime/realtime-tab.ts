import type { Tab } from '../../conformance/support/engine-driver.js';

/** The ways into the chat that the page of sample/05-realtime shows. */
export const WAYS = ['log-in', 'history', 'polling', 'websocket', 'upgrade'] as const;

/** The state that the page shows for each of its connections to the chat. */
export type ShownWays = Readonly<
  Record<(typeof WAYS)[number], { readonly outcome: string; readonly facts: readonly string[] }>
>;

/** Resolves once the page has tried all ways, after a log-in too. */
const UNTIL_TRIED = `new Promise((resolve, reject) => {
  const end = Date.now() + 15_000;
  const look = () => {
    const isReady = 'ready' in document.documentElement.dataset;
    const isLoggingIn = document.querySelector('[data-testid="log-in"] .chip')?.textContent === '…';
    if (isReady && !isLoggingIn && !document.getElementById('again').disabled) resolve();
    else if (Date.now() > end) reject(new Error('The page does not get ready.'));
    else setTimeout(look, 20);
  };
  look();
})`;

const SHOWN = `Object.fromEntries([...document.querySelectorAll('.way')].map(way => [way.dataset.testid, {
  outcome: way.querySelector('.chip').textContent,
  facts: [...way.querySelectorAll('dd')].map(({ textContent }) => textContent),
}]))`;

/** A script that logs in on the page, tries all ways, and gives what the page shows. */
export function logInScript(name: string): string {
  return `${UNTIL_TRIED}.then(() => {
    document.getElementById('name').value = ${JSON.stringify(name)};
    document.querySelector('#log-in button').click();
    return ${UNTIL_TRIED};
  }).then(() => ${SHOWN})`;
}

/** The page of sample/05-realtime on one of its origins. */
export class RealtimeTab {
  private constructor(private readonly tab: Tab) {}

  static async open(browser: { newTab(): Promise<Tab> }, origin: string): Promise<RealtimeTab> {
    const tab = await browser.newTab();
    await tab.goto(origin);
    await tab.evaluate(UNTIL_TRIED);
    return new RealtimeTab(tab);
  }

  async logIn(name: string): Promise<ShownWays> {
    return (await this.tab.evaluate(logInScript(name))) as ShownWays;
  }

  async ways(): Promise<ShownWays> {
    return (await this.tab.evaluate(SHOWN)) as ShownWays;
  }

  async say(text: string): Promise<void> {
    await this.tab.evaluate(`
      document.getElementById('text').value = ${JSON.stringify(text)};
      document.querySelector('#say button').click();
    `);
  }

  /** The messages that the page shows, as soon as one of them ends with a text. */
  async messagesUntil(text: string): Promise<readonly string[]> {
    const shown = await this.tab.evaluate(`new Promise((resolve, reject) => {
      const end = Date.now() + 10_000;
      const look = () => {
        const messages = [...document.querySelectorAll('#messages li')].map(({ textContent }) => textContent);
        if (messages.some(message => message.endsWith(${JSON.stringify(text)}))) resolve(messages);
        else if (Date.now() > end) reject(new Error('The message does not arrive: ' + messages.join(', ')));
        else setTimeout(look, 20);
      };
      look();
    })`);
    return shown as readonly string[];
  }

  async messages(): Promise<number> {
    return Number(await this.tab.evaluate(`document.querySelectorAll('#messages li').length`));
  }
}
