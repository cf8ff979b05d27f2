/** How a file begins that Git LFS put in the place of another: git holds it, and the contents lie elsewhere. */
export const LFS_POINTER = 'version https://git-lfs.github.com/spec/';
