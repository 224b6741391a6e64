import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, createMultipartReader } from '../../../src-main/practice/multipart.ts';

const boundary = '----cut-here';

function bodyOf(payload: Buffer, field = 'file'): Buffer {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="a.iso"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), payload, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

function read(pieces: readonly Buffer[], lengthBytes = 0) {
  const reader = createMultipartReader(boundary, { hash: createHash('sha256'), lengthBytes });
  for (const piece of pieces) {
    reader.push(piece);
  }
  return reader.finish();
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the multipart reader', () => {
  // Payloads made of pieces of the delimiter are the hard ones.
  const hardBytes = fc
    .array(fc.constantFrom('\r', '\n', '-', '\r\n--', '\r\n----cut-her', boundary, 'x'), { maxLength: 30 })
    .map((parts) => Buffer.from(parts.join('')))
    .filter(
      (bytes) =>
        !bytes.includes(`\r\n--${boundary}`) && !`${bytes.toString()}\r\n--`.includes(`\r\n--${boundary}`),
    );

  it('finds the same file however the body is cut', () => {
    fc.assert(
      fc.property(
        hardBytes,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (payload, sizes) => {
          const body = bodyOf(payload);
          const pieces: Buffer[] = [];
          for (let at = 0, turn = 0; at < body.length; turn += 1) {
            const size = sizes[turn % sizes.length]!;
            pieces.push(body.subarray(at, at + size));
            at += size;
          }
          const file = { kind: 'file', sizeBytes: payload.length, sha256: sha256(payload) };
          expect(read(pieces)).toEqual(file);
          expect(read(pieces, body.length)).toEqual(file);
        },
      ),
    );
  });

  it('finds the end of a long body whose length is known', () => {
    const payload = Buffer.alloc(50_000, `\r\n--${boundary.slice(0, -1)}`);
    const body = bodyOf(payload);
    for (const size of [1, 7, 4000, 4097, 65_536]) {
      const pieces = Array.from({ length: Math.ceil(body.length / size) }, (_, turn) =>
        body.subarray(turn * size, (turn + 1) * size),
      );
      expect(read(pieces, body.length)).toMatchObject({ sizeBytes: 50_000, sha256: sha256(payload) });
    }
  });

  it('is not disturbed by a buffer that is used again', () => {
    const body = bodyOf(Buffer.from('abc\r\n--'));
    const reader = createMultipartReader(boundary, { hash: null, lengthBytes: 0 });
    const ring = Buffer.alloc(1);
    for (const byte of body) {
      ring[0] = byte;
      reader.push(ring);
    }
    expect(reader.finish()).toEqual({ kind: 'file', sizeBytes: 7, sha256: null });
  });

  it('accepts an empty file and a body without a last line break', () => {
    const body = bodyOf(Buffer.alloc(0));
    expect(read([body.subarray(0, -2)])).toMatchObject({ kind: 'file', sizeBytes: 0 });
  });

  it('refuses another field, a second part, a missing end and a wrong boundary', () => {
    const two = Buffer.concat([bodyOf(Buffer.from('a')).subarray(0, -4), Buffer.from('\r\nContent-')]);
    expect(read([bodyOf(Buffer.from('a'), 'image')])).toMatchObject({
      why: 'the part is named "image", not "file"',
    });
    expect(read([two])).toMatchObject({ why: 'the body has more than one part' });
    expect(read([bodyOf(Buffer.from('a')).subarray(0, -10)])).toMatchObject({
      why: 'the body ends before its last boundary',
    });
    expect(read([Buffer.from('--other\r\n\r\n')])).toMatchObject({
      why: 'the body does not begin with its boundary',
    });
    expect(read([Buffer.alloc(20_000, 0x61)])).toMatchObject({ why: 'the part has no end of its header' });
  });

  it('reads the boundary of a content type, quoted or not', () => {
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc');
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b');
    expect(boundaryOf('application/json')).toBeNull();
    expect(boundaryOf(undefined)).toBeNull();
  });
});
