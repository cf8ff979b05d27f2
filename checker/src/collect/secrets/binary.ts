import type { Repository } from '../../repository.ts';

/** What is no text by its nature, and that a scanner of text has nothing to say about. */
const NOT_TEXT =
  /\.(?:png|jpe?g|gif|ico|icns|webp|bmp|tiff?|avif|heic|psd|woff2?|[ot]tf|eot|mp[34]|m4a|mov|wav|ogg|flac|webm|sqlite3?|db|db-shm|db-wal|db-journal|duckdb|parquet|arrow|npy|npz|faiss|onnx|safetensors|gguf|zip|t?gz|bz2|xz|zst|7z|tar|rar|jar|class|wasm|node|so|dylib|dll|exe|o|a|py[co]|idx|pack|pdf|docx|xlsx|pptx|ds_store)$/i;

export const isNeverText = (path: string): boolean => NOT_TEXT.test(path);

/** The text of a file of `size` bytes that begins with a byte-order mark of UTF-16; undefined of any other. */
export async function textOfUtf16(
  repository: Pick<Repository, 'stream'>,
  path: string,
  size: number,
): Promise<string | undefined> {
  const bytes = new Uint8Array(size);
  let read = 0;
  for await (const piece of repository.stream(path)) {
    bytes.set(piece.subarray(0, size - read), read);
    read = Math.min(size, read + piece.length);
    if (read >= 2 && encodingOf(bytes) === undefined) return undefined;
  }
  const encoding = encodingOf(bytes);
  return encoding && new TextDecoder(encoding).decode(bytes.subarray(0, read));
}

function encodingOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
