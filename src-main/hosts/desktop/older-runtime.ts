/**
 * Names that the RPC library expects of its runtime and Node 16 does not have as globals. It asks of every value whether
 * it is a Blob or a form, which nothing of ours ever is, and derives streams that we do not use. Imported first.
 */
import { Blob } from 'node:buffer';
import { ReadableStream, TransformStream } from 'node:stream/web';

const names = globalThis as Record<string, unknown>;
names['Blob'] ??= Blob;
names['FormData'] ??= function FormData(): void {};
names['ReadableStream'] ??= ReadableStream;
names['TransformStream'] ??= TransformStream;
