// Load this with `mocha --require`. It clears the library's memory about regular expressions and
// character sets before each test. Both are the same objects in all runs of a process, so the
// memory of one run would hide the mutant of the next run, or fail its tests. See
// stryker.config.mjs.
const { get, set } = WeakMap.prototype;
const { get: getOfMap, set: setOfMap } = Map.prototype;
const { isRegExp } = require('node:util/types');

let test = 0;

exports.mochaHooks = {
  beforeEach() {
    test += 1;
  },
};

WeakMap.prototype.set = function (key, value) {
  return set.call(this, key, isRegExp(key) ? { test, value } : value);
};

WeakMap.prototype.get = function (key) {
  const found = get.call(this, key);
  if (!isRegExp(key)) return found;
  return found?.test === test ? found.value : undefined;
};

// Sets of characters are bigints, and keys of nothing else.
Map.prototype.set = function (key, value) {
  return setOfMap.call(this, key, typeof key === 'bigint' ? { test, value } : value);
};

Map.prototype.get = function (key) {
  const found = getOfMap.call(this, key);
  if (typeof key !== 'bigint') return found;
  return found?.test === test ? found.value : undefined;
};
