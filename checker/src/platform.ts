/** What the core needs of the platform it runs on; Node and a browser each pass their own. */
export interface Platform {
  /** SHA-256 of the text's UTF-8 bytes, or of the bytes, in lower-case hexadecimal. */
  sha256(data: string | Uint8Array): string;
  readonly fetch: typeof globalThis.fetch;
}
