// The keys under which @nestjs/common keeps what the decorators of routes say.
export const PATH_METADATA = 'path';
export const METHOD_METADATA = 'method';
