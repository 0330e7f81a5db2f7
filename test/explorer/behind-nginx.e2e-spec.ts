import { SETTINGS, type Setting, portOf } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { Served } from '../e2e/support/served.js';
import { describeWithNginx } from '../proxy/find-nginx.js';
import { Nginx } from '../proxy/nginx.js';
import { EventStream } from './support/event-stream.js';
import { explorerApp, withVersions } from './support/explorer-app.js';
import { tokenOf } from './support/opened.js';

const SITES = ['says-nothing', 'says-nothing-over-http-1-1', 'passes-on'];
const PATHS = ['', '/files/app.js', '/surface', '/flow?origin=null&method=GET&url=/', '/live'];

describeWithNginx('The explorer behind nginx', () => {
  describe.each(SETTINGS.flatMap(setting => SITES.map(site => ({ setting, site }))))(
    '$site ($setting.name)',
    ({ setting, site }: { setting: Setting; site: string }) => {
      let served: Served;
      let nginx: Nginx;
      let proxied: string;

      beforeAll(async () => {
        served = await Served.start(setting, explorerApp(), { configure: withVersions });
        nginx = await Nginx.start(site, portOf(served.app));
        proxied = `http://127.0.0.1:${nginx.port}`;
      });
      afterAll(async () => {
        await nginx.stop();
        await served.close();
      });

      it.each(PATHS)('does not answer /cors-explorer%s without the token', async path => {
        for (const headers of [{}, { Host: 'localhost' }, { Host: 'localhost:3000' }]) {
          const { status, body } = await send(proxied, 'GET', `/cors-explorer${path}`, headers);
          expect(status).toBe(403);
          expect(body).toContain('Open the address that the application has printed');
          expect(body).not.toMatch(/OrdersController|<html|decisions/);
        }
      });

      it('opens with the token, and then with the cookie', async () => {
        const page = await send(proxied, 'GET', `/cors-explorer?token=${tokenOf(served.app)}`);
        const [Cookie = ''] = page.headers['set-cookie']?.[0]?.split(';') ?? [];
        const surface = await send(proxied, 'GET', '/cors-explorer/surface', { Cookie });
        const live = await EventStream.open(`${proxied}/cors-explorer/live`, { Cookie });
        const text = await live.until(found => found.includes('decisions'));
        live.leave();

        expect(page.status).toBe(200);
        expect(surface.body).toContain('OrdersController');
        expect(text).toContain('"decisions":');
      });
    },
  );
});
