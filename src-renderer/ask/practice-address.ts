import { useAnswer } from './use-call.ts';

/** Where the own practice site answers, asked again whenever `of` changes; null while it was not started. */
export function useOwnPracticeAddress(of: string): string | null {
  return useAnswer(`practice/address/${of}`, (client, signal) => client.practice.address({}, { signal }))
    .value;
}
