import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { EXPECTED, HANDLED, observe } from '../surroundings/support/observation.js';
import { surroundedModule } from '../surroundings/support/surrounded.js';
import { ADAPTERS } from './index.js';

describe.each(ADAPTERS)('the module on an adapter $name', ({ create }) => {
  describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('$start', setting => {
    const { root, handled } = surroundedModule();
    const served = serve(setting, () => root, { adapter: create() });

    test('gives every response its headers, preflights by route, and refuses before the handler', async () => {
      expect(await observe({ server: served().url })).toEqual(EXPECTED);
      expect(handled).toEqual(HANDLED);
    });
  });
});
