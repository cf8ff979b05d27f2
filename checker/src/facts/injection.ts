/** To be described by its collector. */
export interface InjectionFacts {
  readonly todo?: never;
}
