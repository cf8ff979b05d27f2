/** To be described by its collector. */
export interface WorkflowsFacts {
  readonly todo?: never;
}
