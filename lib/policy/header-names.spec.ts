import { headerNameList } from './header-names.js';

describe('a list of header names', () => {
  it.each([
    [['X-One', 'X-Two'], ['x-one', 'x-two'], 'X-One,X-Two'],
    ['X-One, X-Two', ['x-one', 'x-two'], 'X-One,X-Two'],
    [['x-one', 'X-ONE', 'X-Two', 'X-One'], ['x-one', 'x-two'], 'x-one,X-Two'],
    ['*', ['*'], '*'],
    [[], [], ''],
  ])('%j is sent as it is spelled first, and compared without regard to case', (option, names, value) => {
    const list = headerNameList(option);
    expect([...list.names]).toEqual(names);
    expect(list.value).toBe(value);
  });
});
