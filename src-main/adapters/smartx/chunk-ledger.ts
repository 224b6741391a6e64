/** Which chunks are wanted. What the server says about it after a chunk is documented nowhere, so it is weighed. */
import type { ChunkAnswer } from '../../engines/configure/ports.ts';

export interface ChunkLedger {
  isWanted(chunk: number): boolean;
  /** Takes in the answer to a chunk. False when the server, although it said yes, still wants that chunk. */
  accept(chunk: number, answer: ChunkAnswer): boolean;
  /** What the server still wants by its last word; empty when it is complete or says nothing worth believing. */
  stillWanted(): readonly number[];
  /** The server itself has said that nothing is missing. */
  isComplete(): boolean;
}

/** `chunks` is how many the file has; `wanted` what the volume lacked when the upload began. */
export function createChunkLedger(chunks: number, wanted: ReadonlySet<number>): ChunkLedger {
  let isComplete = false;
  let listed: ReadonlySet<number> | null = null;
  // A list that never lacks the chunk just sent is no list of what is missing, and is left out of account.
  let listMoves = false;

  return {
    isComplete: () => isComplete,
    isWanted: (chunk) => {
      if (isComplete) {
        return false;
      }
      return listMoves && listed !== null ? listed.has(chunk) : wanted.has(chunk);
    },
    accept: (chunk, { toUpload, nextChunk }) => {
      if (toUpload !== null) {
        listed = new Set(toUpload.filter((one) => one >= 0 && one < chunks));
        listMoves ||= !listed.has(chunk);
      }
      const nothingListed = toUpload === null || toUpload.length === 0;
      const nextIsOutside = nextChunk !== null && (nextChunk < 0 || nextChunk >= chunks);
      isComplete ||= toUpload?.length === 0 || (nextIsOutside && nothingListed);
      return !(listMoves && listed?.has(chunk) === true);
    },
    stillWanted: () =>
      isComplete || !listMoves || listed === null ? [] : [...listed].sort((left, right) => left - right),
  };
}
