// Vite's development server, which passes /chat on to an application with the application's own
// Host. Arguments: the URL of the application, a folder for Vite, and a port. It prints its
// address, and ends when its input ends.
import process from 'node:process';
import { createServer } from 'vite';

const [, , target, root, port] = process.argv;
const vite = await createServer({
  configFile: false,
  root,
  logLevel: 'silent',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: {
    host: '127.0.0.1',
    port: Number(port),
    strictPort: true,
    hmr: false,
    watch: null,
    proxy: { '/chat': { target, ws: true, changeOrigin: true } },
  },
});
await vite.listen();
console.log(`http://127.0.0.1:${port}`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
