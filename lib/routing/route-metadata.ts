// The metadata keys of the route decorators of `@nestjs/common`.
export const PATH_METADATA = 'path';
export const METHOD_METADATA = 'method';
