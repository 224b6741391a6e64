import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../../src-main/contract/errors.ts';
import { openPackage, type PackageLimits } from '../../../src-main/workbook/package/container.ts';
import { buildZip, type ZipOptions, type ZipPart } from '../../support/zip-writer.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function saved(bytes: Uint8Array): string {
  count += 1;
  const path = join(folder, `file-${count}.xlsx`);
  writeFileSync(path, bytes);
  return path;
}

function zip(parts: readonly ZipPart[], options?: ZipOptions): string {
  return saved(buildZip(parts, options));
}

function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!isAppError(error)) {
      return String(error);
    }
    if (error.code !== 'INTERNAL') {
      expect(error.text.zh, 'names the file in Chinese too').toContain(folder);
      expect(error.text.zh).toMatch(/\p{Script=Han}.*。$/su);
    }
    return error.code;
  }
  return 'no refusal';
}

function openingRefusal(path: string, limits?: Partial<PackageLimits>): string {
  return refusalOf(() => openPackage(path, limits).close());
}

const text = 'some text '.repeat(200);
const twoParts: ZipPart[] = [
  { name: 'xl/workbook.xml', content: text },
  { name: 'xl/media/image1.png', content: Buffer.from([1, 2, 3]), method: 'stored' },
];

/** An OLE compound file reduced to what tells its kinds apart: the signature and a directory entry with a stream's name. */
function compoundFile(streamName: string): Buffer {
  const bytes = Buffer.alloc(4096);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  const name = Buffer.from(`${streamName}\0`, 'utf16le');
  name.copy(bytes, 1024 + 128);
  bytes.writeUInt16LE(name.length, 1024 + 128 + 64);
  return bytes;
}

describe('an open package', () => {
  it.each<[string, readonly ZipPart[], ZipOptions | undefined]>([
    ['stored and deflated parts', twoParts, undefined],
    ['data descriptors', twoParts.map((part) => ({ ...part, dataDescriptor: true })), undefined],
    ['ZIP64 sizes and end records', twoParts.map((part) => ({ ...part, zip64: true })), { zip64End: true }],
    [
      'padding in local headers',
      twoParts.map((part) => ({ ...part, localExtra: Buffer.from([0x20, 0xa2, 2, 0, 0, 0]) })),
      undefined,
    ],
    [
      'a comment that contains the end signature',
      twoParts,
      { comment: 'note PK\u0005\u0006 and more than twenty-two characters' },
    ],
    ['a directory in another order than the parts', twoParts, { directoryOrder: [1, 0] }],
  ])('gives the content of parts with %s', (_, parts, options) => {
    const workbook = openPackage(zip(parts, options));
    expect(workbook.read('xl/workbook.xml').toString()).toBe(text);
    expect([...workbook.read('xl/media/image1.png')]).toEqual([1, 2, 3]);
    workbook.close();
  });

  it('lists its parts with their sizes and leaves folders out', () => {
    const workbook = openPackage(zip([{ name: 'xl/', content: '', method: 'stored' }, ...twoParts]));
    expect(workbook.parts.map((part) => [part.name, part.sizeBytes])).toEqual([
      ['xl/workbook.xml', text.length],
      ['xl/media/image1.png', 3],
    ]);
    expect(workbook.parts[1]?.compressedBytes).toBe(3);
    workbook.close();
  });

  it('finds parts without regard to case', () => {
    const workbook = openPackage(zip(twoParts));
    expect(workbook.has('XL/Workbook.xml')).toBe(true);
    expect(workbook.has('xl/other.xml')).toBe(false);
    expect(workbook.read('XL/WORKBOOK.XML').toString()).toBe(text);
    workbook.close();
  });

  it('says which part is missing', () => {
    const workbook = openPackage(zip(twoParts));
    expect(() => workbook.read('xl/styles.xml')).toThrow(/xl\/styles\.xml is missing/);
    workbook.close();
  });

  it('may be closed twice, and is not read afterwards', () => {
    const workbook = openPackage(zip(twoParts));
    workbook.close();
    workbook.close();
    expect(refusalOf(() => workbook.read('xl/workbook.xml'))).toBe('INTERNAL');
  });
});

describe('what is no workbook', () => {
  it('is told apart: missing, folder, old format, password, DLP, empty', () => {
    expect(openingRefusal(join(folder, 'nothing.xlsx'))).toBe('FILE_NOT_FOUND');
    expect(openingRefusal(folder)).toBe('FILE_UNREADABLE');
    expect(openingRefusal(saved(compoundFile('Workbook')))).toBe('WORKBOOK_LEGACY_XLS');
    expect(openingRefusal(saved(compoundFile('EncryptedPackage')))).toBe('WORKBOOK_ENCRYPTED');
    expect(openingRefusal(saved(Buffer.from('%TSD-Header-###%')))).toBe('WORKBOOK_NOT_A_PACKAGE');
    expect(openingRefusal(saved(Buffer.alloc(0)))).toBe('WORKBOOK_NOT_A_PACKAGE');
    expect(openingRefusal(saved(Buffer.from('PK')))).toBe('WORKBOOK_NOT_A_PACKAGE');
  });

  it('explains document protection and what to do about it', () => {
    expect(() => openPackage(saved(Buffer.from('\u0001\u0002\u0003 encrypted by software')))).toThrow(
      /DLP.*decrypted copy/s,
    );
  });

  it('does not take the name of the encrypted stream in the text of an old workbook for encryption', () => {
    const bytes = compoundFile('Workbook');
    Buffer.from('EncryptedPackage\0', 'utf16le').copy(bytes, 2051);
    expect(openingRefusal(saved(bytes))).toBe('WORKBOOK_LEGACY_XLS');
  });
});

describe('a damaged package', () => {
  it('is refused wherever it was cut short', () => {
    const whole = buildZip(twoParts);
    const codes = new Set<string>();
    for (let length = 5; length < whole.length; length += 7) {
      codes.add(openingRefusal(saved(whole.subarray(0, length))));
    }
    expect([...codes]).toEqual(['WORKBOOK_DAMAGED']);
  });

  it.each<[string, ZipPart]>([
    ['a wrong checksum', { name: 'xl/workbook.xml', content: text, claimedCrc32: 7 }],
    ['a size that is too small', { name: 'xl/workbook.xml', content: text, claimedSizeBytes: 10 }],
    ['a size that is too large', { name: 'xl/workbook.xml', content: text, claimedSizeBytes: 9000 }],
    [
      'another name in the local header',
      { name: 'xl/workbook.xml', content: text, localName: 'xl/workbooc.xml' },
    ],
  ])('is refused when its part is read with %s', (_, part) => {
    const workbook = openPackage(zip([part]));
    expect(refusalOf(() => workbook.read(part.name))).toBe('WORKBOOK_DAMAGED');
    workbook.close();
  });

  it('is refused when parts overlap', () => {
    const bytes = buildZip(twoParts);
    const second = bytes.indexOf(
      Buffer.from([0x50, 0x4b, 1, 2]),
      bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 4,
    );
    bytes.writeUInt32LE(4, second + 42);
    expect(openingRefusal(saved(bytes))).toBe('WORKBOOK_DAMAGED');
  });

  it('never fails otherwise than with a typed refusal when single bytes are changed', () => {
    const whole = buildZip(twoParts, { zip64End: true });
    const codes = new Set<string>();
    for (let at = whole.length - 260; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = 0xff - (bytes[at] ?? 0);
      const path = saved(bytes);
      codes.add(
        refusalOf(() => {
          const workbook = openPackage(path);
          try {
            workbook.parts.forEach((part) => workbook.read(part.name));
          } finally {
            workbook.close();
          }
        }),
      );
    }
    codes.delete('no refusal');
    expect(
      [...codes].filter((code) => !/^WORKBOOK_(?:DAMAGED|ENCRYPTED|TOO_LARGE|ENTRY_NAME)$/.test(code)),
    ).toEqual([]);
  });
});

describe('a hostile package', () => {
  it('is refused for too many parts, parts too large, too large a sum and bombs', () => {
    const bomb = zip([{ name: 'xl/bomb.xml', content: Buffer.alloc(3 * 1024 * 1024) }]);
    expect(openingRefusal(zip(twoParts), { maximumParts: 1 })).toBe('WORKBOOK_TOO_LARGE');
    expect(openingRefusal(zip(twoParts), { maximumPartBytes: 100 })).toBe('WORKBOOK_TOO_LARGE');
    expect(openingRefusal(zip(twoParts), { maximumTotalBytes: text.length })).toBe('WORKBOOK_TOO_LARGE');
    expect(openingRefusal(bomb)).toBe('WORKBOOK_TOO_LARGE');
    expect(openingRefusal(bomb, { maximumRatio: 2000 })).toBe('no refusal');
  });

  it('cannot unfold to more than it declares', () => {
    const workbook = openPackage(
      zip([{ name: 'a.xml', content: Buffer.alloc(1024 * 1024), claimedSizeBytes: 100 }]),
    );
    expect(refusalOf(() => workbook.read('a.xml'))).toBe('WORKBOOK_DAMAGED');
    workbook.close();
  });

  it.each([
    '../evil.xml',
    'xl/../../evil.xml',
    '/etc/passwd',
    'C:/evil.xml',
    '..\\evil.xml',
    'xl//evil.xml',
    './a.xml',
    'a\u0000.xml',
  ])('is not read under the part name %j, and the others are', (name) => {
    const workbook = openPackage(zip([{ name, content: 'x' }, ...twoParts]));
    expect(workbook.oddParts.map((part) => part.name)).toEqual([name]);
    expect(workbook.read('xl/workbook.xml').toString()).toBe(text);
    expect(refusalOf(() => workbook.read(name))).toBe('WORKBOOK_ENTRY_NAME');
    workbook.close();
  });

  it('is read where backslashes stand for slashes, and told so', () => {
    const workbook = openPackage(zip([{ name: 'xl\\a.xml', content: 'x' }]));
    expect(workbook.read('xl/a.xml').toString()).toBe('x');
    expect(workbook.oddParts).toEqual([
      { name: 'xl\\a.xml', problem: { zh: '含反斜杠', en: 'contains a backslash' } },
    ]);
    workbook.close();
  });

  it('is refused once one of two parts is needed whose names differ in case only', () => {
    const workbook = openPackage(
      zip([
        { name: 'xl/a.xml', content: '1' },
        { name: 'XL/A.xml', content: '2' },
        { name: 'xl/b.xml', content: '3' },
      ]),
    );
    expect(workbook.read('xl/b.xml').toString()).toBe('3');
    expect(refusalOf(() => workbook.read('xl/a.xml'))).toBe('WORKBOOK_ENTRY_NAME');
    workbook.close();
  });

  it('is refused once an encrypted entry is needed', () => {
    const workbook = openPackage(zip([{ name: 'xl/a.xml', content: '1', extraFlags: 1 }, ...twoParts]));
    expect(workbook.read('xl/workbook.xml').toString()).toBe(text);
    expect(refusalOf(() => workbook.read('xl/a.xml'))).toBe('WORKBOOK_ENCRYPTED');
    workbook.close();
  });

  it.each([2, 512, 60_000])('is read with %i bytes behind it', (count) => {
    const path = saved(Buffer.concat([buildZip(twoParts), Buffer.alloc(count)]));
    const workbook = openPackage(path);
    expect(workbook.read('xl/workbook.xml').toString()).toBe(text);
    workbook.close();
  });

  it('is told apart when rights management encrypted it', () => {
    const bytes = compoundFile('DRMEncryptedDataSpace');
    expect(refusalOf(() => openPackage(saved(bytes)))).toBe('WORKBOOK_ENCRYPTED');
    expect(() => openPackage(saved(bytes))).toThrow(/sensitivity label|敏感度标签/);
    expect(() => openPackage(saved(compoundFile('EncryptedPackage')))).toThrow(/password|密码/);
  });
});
