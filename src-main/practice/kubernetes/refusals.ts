/** What the API says where it does not do what was asked, in the words of a real API server. */
import { fullName, type Resource } from './resources.ts';

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: object;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: Details;
  readonly code?: number;
}

/** Thrown by what handles a request; its Status is the answer. */
export class ApiRefusal extends Error {
  readonly status: Status & { readonly code: number };

  constructor(code: number, reason: string, { message, ...details }: Details & { readonly message: string }) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(Object.keys(details).length === 0 ? {} : { details }),
      code,
    };
  }
}

const named = ({ group, plural }: Resource, name: string): Details => ({
  name,
  ...(group === '' ? {} : { group }),
  kind: plural,
});

export const notFound = (resource: Resource, name: string): ApiRefusal =>
  new ApiRefusal(404, 'NotFound', {
    ...named(resource, name),
    message: `${fullName(resource)} "${name}" not found`,
  });

export const noSuchPath = (): ApiRefusal =>
  new ApiRefusal(404, 'NotFound', { message: 'the server could not find the requested resource' });

export const alreadyExists = (resource: Resource, name: string): ApiRefusal =>
  new ApiRefusal(409, 'AlreadyExists', {
    ...named(resource, name),
    message: `${fullName(resource)} "${name}" already exists`,
  });

const modified =
  'the object has been modified; please apply your changes to the latest version and try again';

export const conflict = (resource: Resource, name: string, why: string = modified): ApiRefusal =>
  new ApiRefusal(409, 'Conflict', {
    ...named(resource, name),
    message: `Operation cannot be fulfilled on ${fullName(resource)} "${name}": ${why}`,
  });

export const forbidden = (resource: Resource, name: string, why: string): ApiRefusal =>
  new ApiRefusal(403, 'Forbidden', {
    ...named(resource, name),
    message: `${fullName(resource)}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`,
  });

/** Causes are `FieldValueRequired`, `FieldValueInvalid`, … with the message as it follows the field's name. */
export function invalid({ kind, group }: Resource, name: string, causes: readonly Cause[]): ApiRefusal {
  const each = causes.map(({ field, message }) => (field === undefined ? message : `${field}: ${message}`));
  const list = each.length === 1 ? (each[0] ?? '') : `[${each.join(', ')}]`;
  return new ApiRefusal(422, 'Invalid', {
    name,
    ...(group === '' ? {} : { group }),
    kind,
    causes,
    message: `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${list}`,
  });
}

export const badRequest = (message: string): ApiRefusal => new ApiRefusal(400, 'BadRequest', { message });

export const tooOld = (asked: number, oldest: number): ApiRefusal =>
  new ApiRefusal(410, 'Expired', { message: `too old resource version: ${asked} (${oldest})` });

export const tooLarge = (asked: number, current: number): ApiRefusal =>
  new ApiRefusal(504, 'Timeout', {
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });

export const unauthorized = (): ApiRefusal =>
  new ApiRefusal(401, 'Unauthorized', { message: 'Unauthorized' });

export const methodNotAllowed = (): ApiRefusal =>
  new ApiRefusal(405, 'MethodNotAllowed', {
    message: 'the server does not allow this method on the requested resource',
  });

export const unsupportedMedia = (accepted: readonly string[]): ApiRefusal =>
  new ApiRefusal(415, 'UnsupportedMediaType', {
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });

export const tooManyRequests = (retryAfterSeconds: number, message: string): ApiRefusal =>
  new ApiRefusal(429, 'TooManyRequests', { message, retryAfterSeconds });
