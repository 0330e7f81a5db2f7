import { CorsBrowser } from 'nestjs-cors-policy/testing';
import type { Served } from '../../e2e/support/served.js';
import { APP, PARTNER, STRANGER } from './explorer-app.js';

/** Requests of several pages, allowed and refused, as the Live view shows them. */
export async function someDecisions({ app }: Served): Promise<void> {
  const browser = new CorsBrowser(app);
  const [app1, partner, stranger] = [APP, PARTNER, STRANGER].map(origin => browser.open(origin));
  await app1?.fetch('/dashboard', { credentials: 'include' });
  await stranger?.fetch('/orders');
  await partner?.fetch('/orders/7', { method: 'PUT', headers: { 'X-Request-Id': '9' } });
  await stranger?.fetch('/catalogue');
  await app1?.fetch('/orders/7', { method: 'DELETE' });
  await app1?.fetch('/orders/7', { method: 'PUT', headers: { 'X-Other': '1' } });
  await stranger?.connect('/prices');
  await stranger?.fetch('/dashboard/transfers', { method: 'POST' });
  await partner?.fetch('/orders');
  await browser.close();
}
