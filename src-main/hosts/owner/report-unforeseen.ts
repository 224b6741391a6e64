import { visible } from '../../contract/visible.ts';

/** Where an unforeseen error can be found by the reference its caller was given. */
export function reportUnforeseen(failure: {
  readonly reference: string;
  readonly procedure: string;
  readonly thrown: unknown;
}): void {
  const { thrown } = failure;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const said = `sitewright: unforeseen error ${failure.reference} in ${failure.procedure}: ${text}`;
  // Set in, so that nothing a site said in an error begins a line of its own.
  process.stderr.write(`${said.split('\n').map(visible).join('\n    ')}\n`);
}
