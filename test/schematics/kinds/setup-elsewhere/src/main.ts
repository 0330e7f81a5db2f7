import { createApp } from './create-app';

const start = async (): Promise<void> => {
  const app = await createApp();
  await app.listen(process.env.PORT ?? 3000);
};
void start();
