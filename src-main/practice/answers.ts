import type { Json } from '../contract/json.ts';

/** What a mutating request was about, as the journal shows it. */
export interface Resource {
  readonly kind: string;
  /** Null when the request was refused before there was anything to name. */
  readonly id: string | null;
  readonly name: string;
}

export interface Answer {
  readonly status: number;
  readonly ec: string;
  /** Text of a refusal; null on success. */
  readonly message: string | null;
  readonly data: Json;
  /** Sessions answer without the envelope. */
  readonly enveloped: boolean;
  readonly resource: Resource | null;
}

export function done(data: Json, resource: Resource | null = null): Answer {
  return { status: 200, ec: 'EOK', message: null, data, enveloped: true, resource };
}

export function refused(status: number, ec: string, message: string): Answer {
  return { status, ec, message, data: {}, enveloped: true, resource: null };
}

export function about(answer: Answer, resource: Resource): Answer {
  return { ...answer, resource };
}

/** The body as it goes over the wire. */
export function bodyOf(answer: Answer, envelope: boolean): Json {
  if (answer.message !== null) {
    return { ec: answer.ec, error: { msg: answer.message }, data: answer.data };
  }
  if (!answer.enveloped || !envelope) {
    return answer.data;
  }
  return { ec: answer.ec, error: {}, data: answer.data };
}
