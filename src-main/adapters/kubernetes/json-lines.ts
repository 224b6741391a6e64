import { AppError } from '../../contract/errors.ts';

/** An event of a watch holds one object; etcd keeps none above 1.5 MiB unless told otherwise. */
const longestLineBytes = 16 * 1024 * 1024;

/**
 * The JSON values of a stream that has one in each line. A line that was cut off by the end of the stream is left out: what
 * it would have said comes again from the version before it. Throws HTTP_BAD_ANSWER for what is no JSON.
 */
export async function* jsonLines(
  stream: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<unknown, void, void> {
  let pieces: Uint8Array[] = [];
  let pendingBytes = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
      pieces.push(chunk.subarray(from, end));
      from = end + 1;
      const line = Buffer.concat(pieces).toString('utf8');
      pieces = [];
      pendingBytes = 0;
      if (line.trim() !== '') {
        yield parsed(line, what);
      }
    }
    if (from < chunk.length) {
      pieces.push(chunk.subarray(from));
      pendingBytes += chunk.length - from;
    }
    if (pendingBytes > longestLineBytes) {
      throw badAnswer(what, `a line has more than ${longestLineBytes} bytes`);
    }
  }
}

function parsed(line: string, what: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (thrown) {
    throw badAnswer(what, 'a line is not JSON', thrown);
  }
}

function badAnswer(what: string, why: string, cause?: unknown): AppError {
  const text = {
    zh: `${what} 的应答不是 Kubernetes API 的格式。请核对这是不是集群的 API 地址。`,
    en: `The response to ${what} is not what a Kubernetes API sends (${why}). Check that this is the address of the cluster's API.`,
  };
  return new AppError('HTTP_BAD_ANSWER', text, { cause });
}
