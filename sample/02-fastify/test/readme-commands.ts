import { readFileSync } from 'node:fs';
import { request } from 'node:http';

/** A command of the README, and the response that the README shows below it. */
export interface ReadmeCommand {
  readonly command: string;
  readonly answer: string;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

const BLOCK = /^```console\n\$ (.+)\n([^`]*)```$/gm;
const ZEROS = /^head -c (\d+) \/dev\/zero \| /;
const ABOUT_CORS = /^(?:access-control-.*|vary)$/i;

export function readmeCommands(): ReadmeCommand[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return [...readme.matchAll(BLOCK)].map(([, command = '', answer = '']) => ({ command, answer }));
}

/** The output of the command. The request goes to the sample's port without curl. */
export async function answerTo(command: string, port: number): Promise<string> {
  const { method, path, headers, body } = read(command);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, response => {
      const { rawHeaders, statusCode = 0, statusMessage = '' } = response;
      const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
      for (let at = 0; at < rawHeaders.length; at += 2) {
        const name = rawHeaders[at] ?? '';
        if (ABOUT_CORS.test(name)) lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`);
      }
      resolve(`${lines.join('\n')}\n`);
      // A stream of events does not end.
      response.destroy();
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Reads the curl options that the README uses, and throws an error for all others. */
function read(command: string): Asked {
  const zeros = ZEROS.exec(command)?.[1];
  const words = [...command.replace(ZEROS, '').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
  const headers: Record<string, string> = {};
  let method = 'GET';
  let path: string | undefined;
  let body: string | Buffer | undefined;
  if (words.shift() !== 'cors') throw new Error(`The command does not begin with cors: ${command}`);
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-N') continue;
    if (word === '--max-time') words.shift();
    else if (word === '-X') method = words.shift() ?? '';
    else if (word === '-H') {
      const [name = '', value = ''] = (words.shift() ?? '').split(': ');
      headers[name] = value;
    } else if (word === '--data-binary') {
      const data = words.shift() ?? '';
      body = data === '@-' ? Buffer.alloc(Number(zeros)) : data;
      headers['Content-Length'] = String(body.length);
    } else if (word.startsWith('localhost:3200/')) path = word.slice('localhost:3200'.length);
    else throw new Error(`No such word is understood: ${word}`);
  }
  if (path === undefined) throw new Error(`The command names no URL: ${command}`);
  return { method, path, headers, body };
}
