import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { toCallError, type CallError } from '../sync/client.ts';
import { call, useConnection } from '../sync/connection.ts';

/** What a question to the owner came to. While it is asked again the last answer stays. */
export interface Asked<T> {
  readonly value: T | null;
  readonly error: CallError | null;
  readonly isLoading: boolean;
  readonly again: () => void;
}

interface Answered<T> {
  readonly key: string;
  readonly round: number;
  readonly value: T | null;
  readonly error: CallError | null;
}

/** Asks once there is a connection, and again whenever `key` changes or the connection came back. */
export function useAnswer<T>(
  key: string,
  ask: (client: AppClient, signal: AbortSignal) => Promise<T>,
): Asked<T> {
  const isLive = useConnection(({ link }) => link === 'live');
  const [round, setRound] = useState(0);
  const [answered, setAnswered] = useState<Answered<T> | null>(null);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (!isLive) {
      return undefined;
    }
    const stop = new AbortController();
    let isOver = false;
    const settle = (answer: { readonly value: T } | { readonly error: CallError }): void => {
      if (isOver) {
        return;
      }
      setAnswered((before) => {
        const kept = before?.key === key ? before.value : null;
        return 'error' in answer
          ? { key, round, value: kept, error: answer.error }
          : { key, round, value: answer.value, error: null };
      });
    };
    call((client) => latest.current(client, stop.signal)).then(
      (value) => settle({ value }),
      (thrown: unknown) => settle({ error: toCallError(thrown) }),
    );
    return () => {
      isOver = true;
      // A call ends with its link; taking it back would be sent over a link that is not there any more.
      if (useConnection.getState().link === 'live') {
        stop.abort();
      }
    };
  }, [key, isLive, round]);
  const again = useCallback(() => setRound((count) => count + 1), []);
  const mine = answered?.key === key ? answered : null;
  return {
    value: mine?.value ?? null,
    error: mine?.error ?? null,
    isLoading: mine?.round !== round,
    again,
  };
}

/** A deed asked of the owner: whether it is under way, and how it was refused. */
export interface Deed<Input> {
  readonly isUnderWay: boolean;
  readonly error: CallError | null;
  readonly act: (input: Input) => Promise<boolean>;
  readonly forget: () => void;
}

/** `act` answers whether the owner accepted. Nothing is assumed of what follows: the rows say. */
export function useDeed<Input = void>(
  make: (client: AppClient, input: Input) => Promise<unknown>,
): Deed<Input> {
  const [state, setState] = useState<{ isUnderWay: boolean; error: CallError | null }>({
    isUnderWay: false,
    error: null,
  });
  const latest = useRef(make);
  useEffect(() => {
    latest.current = make;
  });
  const act = useCallback(async (input: Input): Promise<boolean> => {
    setState({ isUnderWay: true, error: null });
    try {
      await call((client) => latest.current(client, input));
      setState({ isUnderWay: false, error: null });
      return true;
    } catch (thrown) {
      setState({ isUnderWay: false, error: toCallError(thrown) });
      return false;
    }
  }, []);
  const forget = useCallback(() => setState({ isUnderWay: false, error: null }), []);
  return { ...state, act, forget };
}
