/** To be described by its collector. */
export interface InstructionsFacts {
  readonly todo?: never;
}
