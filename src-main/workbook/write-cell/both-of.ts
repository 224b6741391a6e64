/** Waits for both even when one fails: nothing may still be writing when the file is closed and removed. */
export async function bothOf<A, B>(pair: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(pair);
  return Promise.all(pair);
}
