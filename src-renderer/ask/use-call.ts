import { QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import type { CallError } from '../sync/client.ts';
import { call, useConnection } from '../sync/connection.ts';

/** What a question to the owner came to. While it is asked again the last answer stays. */
export interface Asked<T> {
  readonly value: T | null;
  readonly error: CallError | null;
  readonly isLoading: boolean;
  readonly again: () => void;
}

/**
 * What the owner was asked. An answer is shown at once to who comes back within a minute, and asked for again all the same.
 * Nothing is repeated by itself: nobody would know whether the first one arrived.
 */
const questions = new QueryClient({
  defaultOptions: {
    queries: {
      gcTime: 60_000,
      retry: false,
      // Whether there is a connection is ours to say: the owner is on this machine.
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // Thousands of rows are compared faster by who shows them.
      structuralSharing: false,
    },
    mutations: { gcTime: 0, retry: false, networkMode: 'always' },
  },
});

/** A call ends with its link; taking it back would be sent over a link that is not there any more. */
function whileLinked(signal: AbortSignal): AbortSignal {
  const stop = new AbortController();
  signal.addEventListener('abort', () => {
    if (useConnection.getState().link === 'live') {
      stop.abort(signal.reason);
    }
  });
  return stop.signal;
}

/**
 * Asks once there is a connection, and again whenever `key` changes or the connection came back. The key says all that
 * `ask` asks with: who asks the same at the same time is answered by one call.
 */
export function useAnswer<T>(
  key: string,
  ask: (client: AppClient, signal: AbortSignal) => Promise<T>,
): Asked<T> {
  const isLive = useConnection(({ link }) => link === 'live');
  const { data, error, isFetching, isPending, refetch } = useQuery<T, CallError>(
    {
      queryKey: [key],
      queryFn: ({ signal }) => call((client) => ask(client, whileLinked(signal))),
      enabled: isLive,
    },
    questions,
  );
  const again = useCallback(() => void refetch(), [refetch]);
  return {
    value: data ?? null,
    // What a link took with it is asked for again by itself.
    error: isLive && !isFetching ? error : null,
    isLoading: isFetching || isPending,
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

/** `act` returns whether the owner accepted. Nothing is assumed of what follows: the rows say. */
export function useDeed<Input = void>(
  make: (client: AppClient, input: Input) => Promise<unknown>,
): Deed<Input> {
  const { mutateAsync, isPending, error, reset } = useMutation<unknown, CallError, Input>(
    { mutationFn: (input) => call((client) => make(client, input)) },
    questions,
  );
  const act = useCallback(
    (input: Input): Promise<boolean> =>
      mutateAsync(input).then(
        () => true,
        () => false,
      ),
    [mutateAsync],
  );
  return { isUnderWay: isPending, error, act, forget: reset };
}
