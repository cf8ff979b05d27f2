/** To be described by its collector. */
export interface GoalsFacts {
  readonly todo?: never;
}
