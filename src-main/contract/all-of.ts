/** What has everything that the members of a union have: of `A | B` it is `A & B`. */
export type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
