export interface Configuration {
  cors: { origins: string[]; credentials: boolean };
}

export function configuration(): Configuration {
  return {
    cors: {
      origins: (process.env.CORS_ORIGINS ?? 'http://localhost:4200').split(','),
      credentials: true,
    },
  };
}
