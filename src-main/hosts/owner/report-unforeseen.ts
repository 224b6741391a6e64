/** Where an unforeseen error can be found by the reference its caller was given. */
export function reportUnforeseen(failure: {
  readonly reference: string;
  readonly procedure: string;
  readonly thrown: unknown;
}): void {
  const { thrown } = failure;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(
    `sitewright: unforeseen error ${failure.reference} in ${failure.procedure}: ${text}\n`,
  );
}
