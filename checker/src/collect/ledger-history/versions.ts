import type { ByName, ReadVersions, Version } from '../../ledger/prefixes.ts';
import { LFS_POINTER } from '../../lfs-pointer.ts';
import type { Platform } from '../../platform.ts';
import type { Blob, Repository } from '../../repository.ts';

/** The largest version that is compared: one of them is held in memory. */
export const LARGEST = 64 << 20;

const POINTER = new TextEncoder().encode(LFS_POINTER);
const LONGEST_POINTER = 1024;

/** Versions of ledgers by their object names. What Git LFS keeps elsewhere is not in git: its pointers are no ledgers. */
export const readVersions =
  (repository: Repository): ReadVersions =>
  (ids, onVersion) =>
    repository.blobs(ids, (id, blob) => onVersion(id, versionOf(blob)), LARGEST);

/** Undefined where the platform names blobs too slowly. */
export function byName(repository: Repository, { blobName }: Platform): ByName | undefined {
  return blobName && { nameOf: blobName, sizes: (ids) => sizesOf(repository, ids) };
}

/** A limit of nothing makes each blob too large, and a blob that is too large tells its size. */
async function sizesOf(repository: Repository, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  const keep = (id: string, blob: Blob) => {
    if (blob.state === 'too-large' && blob.size <= LARGEST && blob.size >= LONGEST_POINTER) sizes.set(id, blob.size);
  };
  await repository.blobs(ids, keep, 0);
  return sizes;
}

function versionOf(blob: Blob): Version {
  if (blob.state !== 'bytes') return { uncompared: blob.state };
  return isPointer(blob.bytes) ? { uncompared: 'pointer' } : blob;
}

const isPointer = (bytes: Uint8Array): boolean =>
  bytes.length < LONGEST_POINTER && POINTER.every((byte, at) => bytes[at] === byte);
