import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createGzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.xml': 'application/xml',
};
const COMPRESSED = ['.css', '.html', '.js', '.json', '.md', '.svg', '.txt', '.xml'];

export interface Served {
  /** Of the site's root, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a built site under its base path, as a static host does: folders by their index, compressed, 404.html for the rest. */
export async function serve(folder: string, base: string): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = pathname.startsWith(`${base}/`) ? normalize(decodeURIComponent(pathname.slice(base.length))) : '';
    const asked = join(folder, inside.endsWith('/') ? `${inside}index.html` : inside);
    const isFile = inside !== '' && existsSync(asked) && statSync(asked).isFile();
    const file = isFile ? asked : join(folder, '404.html');
    const type = extname(file);
    const isCompressed = COMPRESSED.includes(type);
    response.writeHead(isFile ? 200 : 404, {
      'content-type': TYPES[type] ?? 'application/octet-stream',
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    });
    const stream = createReadStream(file);
    (isCompressed ? stream.pipe(createGzip()) : stream).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
