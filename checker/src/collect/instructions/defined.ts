/** What one file defines for one tool. */
export interface Defined {
  readonly names: ReadonlySet<string>;
  /** True where it may define more than can be read from it: included files, computed names. */
  readonly open: boolean;
  /** Pattern rules of make, such as `%.o`. */
  readonly patterns?: readonly string[];
}
