import { useCallback, useEffect, useRef } from 'react';

/** The same function on every drawing; it calls the one that was handed over last. */
export function useLatest<Given extends readonly unknown[], Output>(
  act: (...given: Given) => Output,
): (...given: Given) => Output {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  return useCallback((...given: Given) => latest.current(...given), []);
}
