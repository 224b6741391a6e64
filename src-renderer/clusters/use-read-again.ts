import { useEffect } from 'react';

/** Milliseconds between two looks at what is moving and not followed. */
const lookEveryMs = 2_000;

interface Moving {
  /** What the live list says of it, as one text. */
  readonly told: string;
  readonly isMoving: boolean;
}

/** Reads an object again whenever the list tells something new of it, and while it is moving. */
export function useReadAgain(again: () => void, { told, isMoving }: Moving): void {
  useEffect(again, [again, told]);
  useEffect(() => {
    if (!isMoving) {
      return undefined;
    }
    const timer = setInterval(again, lookEveryMs);
    return () => clearInterval(timer);
  }, [isMoving, again]);
}
