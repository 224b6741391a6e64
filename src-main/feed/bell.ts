/** Rung any number of times, heard once: what happened meanwhile is read from the state, never counted. */
export interface Bell {
  ring(): void;
  /** Forgets what was rung so far. */
  quiet(): void;
  /** Resolves when it has been rung since {@link quiet}, or the signal was aborted. */
  rung(): Promise<void>;
}

export function createBell(signal: AbortSignal): Bell {
  let ringing = false;
  let heard = Promise.withResolvers<undefined>();
  const ring = (): void => {
    ringing = true;
    heard.resolve(undefined);
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    quiet() {
      ringing = false;
      heard = Promise.withResolvers<undefined>();
    },
    async rung() {
      if (!ringing && !signal.aborted) {
        await heard.promise;
      }
    },
  };
}
