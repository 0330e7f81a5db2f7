import { addCopy, otherCopiesOf } from './cors.copies.js';

class Service {}
class Interceptor {}
class OtherService {}
class OtherInterceptor {}

describe('Two copies of the package in one process', () => {
  const classes = [Service, Interceptor];

  it('one copy has nobody to stand for', () => {
    addCopy(classes);
    expect(otherCopiesOf(classes)).toEqual([]);
  });

  it('the classes of another copy stand for the instances of this one', () => {
    addCopy([OtherService, OtherInterceptor]);
    expect(otherCopiesOf(classes)).toEqual([
      { provide: OtherService, useExisting: Service },
      { provide: OtherInterceptor, useExisting: Interceptor },
    ]);
  });
});
