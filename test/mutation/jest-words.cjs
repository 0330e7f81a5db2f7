// Load this with `mocha --require`. It provides the functions of Jest in Mocha. stryker.config.mjs
// gives the reason for Mocha.
const { expect } = require('expect');
const { bind } = require('jest-each');
const { interfaces } = require('mocha');

const { bdd } = interfaces;

interfaces.bdd = suite => {
  bdd(suite);
  suite.on('pre-require', context => {
    context.describe.each = bind(context.describe);
    context.it.each = bind(context.it);
    Object.assign(context, {
      expect,
      test: context.it,
      beforeAll: context.before,
      afterAll: context.after,
    });
  });
};
