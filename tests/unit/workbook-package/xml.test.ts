import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../src-main/contract/errors.ts';
import { createXmlReader, parseXml } from '../../../src-main/workbook/package/xml.ts';

function codeOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return isAppError(error) ? `${error.code} ${error.message}` : String(error);
  }
  return 'no error';
}

function eventsOf(bytes: Buffer): string[] {
  const events: string[] = [];
  parseXml({ name: 'part.xml', bytes }, () => ({
    open: (element) => events.push(`<${element.uri}|${element.local}`),
    text: (text) => events.push(text),
    close: (element) => events.push(`/${element.local}`),
  }));
  return events;
}

describe('reading XML', () => {
  it('reports elements with their namespace, whatever the prefix', () => {
    expect(eventsOf(Buffer.from('<x:a xmlns:x="urn:n"><x:b>1 &amp; 2</x:b><c/></x:a>'))).toEqual([
      '<urn:n|a',
      '<urn:n|b',
      '1 & 2',
      '/b',
      '<|c',
      '/c',
      '/a',
    ]);
  });

  it('reports CDATA as text', () => {
    expect(eventsOf(Buffer.from('<a><![CDATA[<b>]]></a>'))).toEqual(['<|a', '<b>', '/a']);
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF<a>中</a>')],
    ['UTF-16 little endian', Buffer.from('\uFEFF<a>中</a>', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\uFEFF<a>中</a>', 'utf16le').swap16()],
  ])('reads %s', (_, bytes) => {
    expect(eventsOf(bytes)).toEqual(['<|a', '中', '/a']);
  });

  it('takes pieces cut inside characters', () => {
    const texts: string[] = [];
    const reader = createXmlReader('part.xml', () => ({ text: (text) => texts.push(text) }));
    for (const byte of Buffer.from('<a>中文😀</a>')) {
      reader.write(Uint8Array.of(byte));
    }
    reader.end();
    expect(texts.join('')).toBe('中文😀');
  });

  it('refuses a document type, and with it entities that unfold', () => {
    const bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>';
    expect(codeOf(() => eventsOf(Buffer.from(bomb)))).toMatch(/^WORKBOOK_DOCTYPE .*part\.xml/);
  });

  it.each(['<a><b></a>', '<a', '', 'x', '<a>&b;</a>', '<x:a/>', '<a/><b/>'])(
    'refuses %j as damaged, naming the part',
    (xml) => {
      expect(codeOf(() => eventsOf(Buffer.from(xml)))).toMatch(/^WORKBOOK_DAMAGED .*part\.xml/);
    },
  );

  it('refuses malformed UTF-8', () => {
    expect(codeOf(() => eventsOf(Buffer.from([0x3c, 0x61, 0x3e, 0xc3, 0x28, 0x3c])))).toMatch(
      /^WORKBOOK_DAMAGED/,
    );
  });

  it('reports nothing after it was stopped, and does not mind what follows', () => {
    const seen: string[] = [];
    parseXml(
      { name: 'part.xml', bytes: Buffer.from(`<a><b/><c/>${' '.repeat(200_000)}<broken`) },
      (control) => ({
        open: (element) => {
          seen.push(element.local);
          if (element.local === 'b') {
            control.stop();
          }
        },
      }),
    );
    expect(seen).toEqual(['a', 'b']);
  });

  it('counts positions in bytes when asked to', () => {
    const ends: number[] = [];
    const reader = createXmlReader('part.xml', (control) => ({ open: () => ends.push(control.position()) }), {
      positions: 'bytes',
    });
    reader.write(Buffer.from('<a>中文\r\n<b/>'));
    reader.write(Buffer.from('\r\n<c/></a>'));
    reader.end();
    expect(ends).toEqual([3, 15, 21]);
  });
});
