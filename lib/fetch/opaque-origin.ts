/** An origin that is equal to no other, itself included, as far as a server can tell: sandboxed frames, `data:` documents. */
export const OPAQUE_ORIGIN = 'null';
