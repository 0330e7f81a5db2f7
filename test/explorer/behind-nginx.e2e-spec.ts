import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { Served } from '../e2e/support/served.js';
import { describeWithNginx } from '../proxy/find-nginx.js';
import { Nginx } from '../proxy/nginx.js';
import { explorerApp, withVersions } from './support/explorer-app.js';

describeWithNginx('The explorer behind nginx', () => {
  it.each(SETTINGS.flatMap(setting => ['says-nothing', 'passes-on'].map(site => ({ ...setting, site }))))(
    'answers to nobody: $site ($name)',
    async ({ site, ...setting }) => {
      const own = await Served.start(setting, explorerApp(), { configure: withVersions });
      const nginx = await Nginx.start(site, portOf(own.app));
      const proxied = `http://127.0.0.1:${nginx.port}`;
      const answers = [
        await send(proxied, 'GET', '/cors-explorer'),
        await send(proxied, 'GET', '/cors-explorer/surface', { Host: 'localhost' }),
      ];
      await nginx.stop();
      await own.close();

      expect(answers.map(({ status }) => status)).toEqual([403, 403]);
      expect(answers.map(({ body }) => body).join()).toContain('A proxy passed the request on');
      expect(answers.map(({ body }) => body).join()).not.toContain('OrdersController');
    },
  );
});
