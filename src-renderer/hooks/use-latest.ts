import { useCallback, useEffect, useRef } from 'react';

/** The same function on every drawing; it calls the one that was handed over last. */
export function useLatest<Input, Output>(act: (input: Input) => Output): (input: Input) => Output {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  return useCallback((input: Input) => latest.current(input), []);
}
