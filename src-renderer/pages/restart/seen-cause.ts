/** What holds a rollout, in the words of Kubernetes. Pure. */
export interface SeenCause {
  readonly reason: string;
  /** `KIND/NAME`. */
  readonly object: string;
  readonly message: string;
}

/** From the line in which a step tells what holds it up (`OBJECT: REASON: MESSAGE`); another line is all message. */
export function causeFrom(line: string): SeenCause {
  const [, object, reason, message] = /^([A-Z]\w*\/\S+): (\w+): ([\s\S]*)$/.exec(line) ?? [];
  return object === undefined || reason === undefined || message === undefined
    ? { reason: '', object: '', message: line }
    : { reason, object, message };
}
