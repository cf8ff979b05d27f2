import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ImportedCommit {
  /** Mark of the commit, chosen by the caller. */
  readonly mark: number;
  /** Marks of its parents, the first one first. */
  readonly parents: readonly number[];
  readonly branch: string;
  /** `Name <address>` */
  readonly author: string;
  /** Seconds since 1970, in UTC. */
  readonly time: number;
  readonly message: string;
  readonly files: readonly (readonly [path: string, text: string | Buffer])[];
}

/** Writes commits into a repository through `git fast-import`, as fast as git takes them. */
export class FastImport {
  readonly #child;
  readonly #exit: Promise<unknown[]>;
  #pending: Buffer[] = [];
  #size = 0;

  constructor(repository: string) {
    this.#child = spawn('git', ['fast-import', '--quiet', '--done'], {
      cwd: repository,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    this.#exit = once(this.#child, 'close');
  }

  async commit({ mark, parents, branch, author, time, message, files }: ImportedCommit): Promise<void> {
    this.#text(`commit refs/heads/${branch}\nmark :${mark}\n`);
    this.#text(`author ${author} ${time} +0000\ncommitter ${author} ${time} +0000\n`);
    this.#data(message);
    for (const [index, parent] of parents.entries()) this.#text(`${index === 0 ? 'from' : 'merge'} :${parent}\n`);
    for (const [path, text] of files) {
      this.#text(`M 100644 inline ${path}\n`);
      this.#data(text);
    }
    if (this.#size > 1 << 20) await this.#flush();
  }

  async done(): Promise<void> {
    this.#text('done\n');
    await this.#flush();
    this.#child.stdin.end();
    const [code] = await this.#exit;
    if (code !== 0) throw new Error(`git fast-import failed with exit code ${code}`);
  }

  #data(data: string | Buffer): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.#text(`data ${bytes.length}\n`);
    this.#push(bytes);
    this.#text('\n');
  }

  #text(text: string): void {
    this.#push(Buffer.from(text));
  }

  #push(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#size += bytes.length;
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#size = 0;
    if (!this.#child.stdin.write(bytes)) await once(this.#child.stdin, 'drain');
  }
}
