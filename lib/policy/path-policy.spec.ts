import { placeOfPath } from './path-policy.js';

it('the place of a key is told as people write it', () => {
  expect(placeOfPath("/it's/*")).toBe(`paths['/it\\'s/*'] in CorsModule.forRoot()`);
});
