import type { ReadVersions, Version } from '../../ledger/prefixes.ts';
import type { Blob, Repository } from '../../repository.ts';

/** The largest version that is compared: one of them is held in memory. */
export const LARGEST = 64 << 20;

const POINTER = new TextEncoder().encode('version https://git-lfs.github.com/spec/');
const LONGEST_POINTER = 1024;

/** Versions of ledgers by their object names. What Git LFS keeps elsewhere is not in git: its pointers are no ledgers. */
export const readVersions =
  (repository: Repository): ReadVersions =>
  (ids, onVersion) =>
    repository.blobs(ids, (id, blob) => onVersion(id, versionOf(blob)), LARGEST);

function versionOf(blob: Blob): Version {
  if (blob.state !== 'bytes') return { uncompared: blob.state };
  return isPointer(blob.bytes) ? { uncompared: 'pointer' } : blob;
}

const isPointer = (bytes: Uint8Array): boolean =>
  bytes.length < LONGEST_POINTER && POINTER.every((byte, at) => bytes[at] === byte);
