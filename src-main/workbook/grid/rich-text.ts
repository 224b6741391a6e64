import { spreadsheetNamespaces } from '../package/relationships.ts';
import type { XmlElement } from '../package/xml.ts';
import { bounds, requireWithinBound } from './bounds.ts';

/**
 * Collects the text of one string item (`<si>` or `<is>`): plain text or the runs of rich text joined.
 * Phonetic runs (`rPh`), the reading aid of East Asian texts, are no part of the value.
 */
export interface RichTextCollector {
  readonly open: (element: XmlElement) => void;
  readonly text: (text: string) => void;
  readonly close: (element: XmlElement) => void;
  /** The text collected since the last call. */
  take(): RichText;
}

export interface RichText {
  readonly text: string;
  /** The text, or a part of it, is struck through. */
  readonly isStruck: boolean;
}

export function createRichTextCollector(): RichTextCollector {
  let collected = '';
  let phoneticDepth = 0;
  let isInText = false;
  let isStruck = false;
  let isRunStruck = false;
  return {
    open: (element) => {
      if (!isSpreadsheet(element)) {
        return;
      }
      if (element.local === 'rPh') {
        phoneticDepth += 1;
      }
      if (element.local === 'r') {
        isRunStruck = false;
      }
      if (element.local === 'strike') {
        isRunStruck = isOn(element);
      }
      isInText = element.local === 't' && phoneticDepth === 0;
    },
    text: (text) => {
      if (isInText) {
        collected += text;
        isStruck ||= isRunStruck && text.trim() !== '';
        requireWithinBound(collected.length, bounds.textCharacters);
      }
    },
    close: (element) => {
      if (element.local === 'rPh' && isSpreadsheet(element)) {
        phoneticDepth -= 1;
      }
      isInText = false;
    },
    take: () => {
      const taken = { text: decodeEscapes(collected), isStruck };
      collected = '';
      isStruck = false;
      isRunStruck = false;
      return taken;
    },
  };
}

export function isSpreadsheet(element: XmlElement): boolean {
  return spreadsheetNamespaces.includes(element.uri);
}

/** `_x000D_` stands for a character XML cannot carry, `_x005F_` for the underscore of such a sequence (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** Whether a switch like `<strike/>` is on; `<strike val="0"/>` is off. */
export function isOn(element: XmlElement): boolean {
  return !['0', 'false', 'off'].includes(element.attributes['val']?.value ?? '1');
}
