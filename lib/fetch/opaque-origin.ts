/**
 * The serialisation of an opaque origin, which is equal to no other, itself included, as far as a server can tell. Sandboxed
 * frames and `data:` documents have one.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export const OPAQUE_ORIGIN = 'null';
