import { createRichTextCollector, decodeEscapes, isSpreadsheet } from '../grid/rich-text.ts';
import { createXmlReader, type XmlElement } from '../package/xml.ts';
import type { SheetHead } from './sheet-head.ts';

/** What a cell holds as the sheet has it. */
export interface CellContent {
  readonly hasFormula: boolean;
  /** The text, except where `sharedString` says where it stands. Null for an empty cell. */
  readonly text: string | null;
  readonly sharedString: number | null;
}

interface Collected {
  type: string;
  hasFormula: boolean;
  value: string | null;
  inline: string | null;
}

export const emptyContent: CellContent = { hasFormula: false, text: null, sharedString: null };

/** Parses one `<c>` element, given as its bytes and the head of the sheet it stands in. */
export function readCellContent(partName: string, head: SheetHead, bytes: Buffer): CellContent {
  const collected: Collected = { type: 'n', hasFormula: false, value: null, inline: null };
  const richText = createRichTextCollector();
  let isInValue = false;
  let isInCell = false;
  const open = (element: XmlElement): void => {
    if (isSpreadsheet(element)) {
      isInCell ||= element.local === 'c';
      isInValue = isInCell && element.local === 'v';
      noteElement(collected, element);
    }
    richText.open(element);
  };
  const reader = createXmlReader(partName, (control) => ({
    open,
    text: (text) => {
      if (isInValue) {
        collected.value = (collected.value ?? '') + text;
      }
      richText.text(text);
    },
    close: (element) => {
      richText.close(element);
      isInValue = false;
      if (element.local === 'is' && isSpreadsheet(element)) {
        collected.inline = richText.take().text;
      } else if (element.local === 'c' && isSpreadsheet(element)) {
        control.stop();
      }
    },
  }));
  reader.write(head.bytes);
  reader.write(bytes);
  return contentOf(collected);
}

function noteElement(collected: Collected, element: XmlElement): void {
  if (element.local === 'c') {
    collected.type = element.attributes['t']?.value ?? 'n';
  } else if (element.local === 'f') {
    collected.hasFormula = true;
  }
}

function contentOf(collected: Collected): CellContent {
  const { type, hasFormula, value } = collected;
  const written = value?.trim() ?? '';
  if (type === 's' && written !== '') {
    return { hasFormula, text: null, sharedString: Number(written) };
  }
  const readers: Readonly<Record<string, () => string | null>> = {
    inlineStr: () => collected.inline,
    str: () => (value === null ? null : decodeEscapes(value)),
    b: () => booleanText(written),
  };
  const text = (readers[type] ?? (() => (written === '' ? null : written)))();
  return { hasFormula, text, sharedString: null };
}

function booleanText(written: string): string | null {
  if (written === '') {
    return null;
  }
  return written === '1' || written === 'true' ? 'TRUE' : 'FALSE';
}
