/** Turns a part's bytes into characters, piece by piece. */
export interface XmlDecoder {
  decode(bytes: Uint8Array): string;
  finish(): string;
}

/** One character per byte, so that character positions are byte positions. Markup is ASCII and stays what it is. */
export const byteDecoder: XmlDecoder = {
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  finish: () => '',
};

/** Parts are UTF-8 or UTF-16, the latter with a byte order mark (ECMA-376 part 2, XML usage). Malformed text throws. */
export function createXmlDecoder(): XmlDecoder {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let held: Uint8Array = new Uint8Array();
  return {
    decode: (bytes) => {
      if (decoder !== null) {
        return decoder.decode(bytes, { stream: true });
      }
      held = Buffer.concat([held, bytes]);
      if (held.length < 2) {
        return '';
      }
      decoder = new TextDecoder(encodingOf(held), { fatal: true });
      return decoder.decode(held, { stream: true });
    },
    finish: () => decoder?.decode() ?? Buffer.from(held).toString('latin1'),
  };
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return 'utf-16be';
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  return 'utf-8';
}
