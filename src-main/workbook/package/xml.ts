import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { AppError, isAppError } from '../../contract/errors.ts';
import { byteDecoder, createXmlDecoder } from './xml-decoding.ts';

/** An element as the parser met it; `uri` is its namespace, names are without prefix in `local`. */
export type XmlElement = Pick<SaxesTagNS, 'name' | 'local' | 'prefix' | 'uri' | 'isSelfClosing'> & {
  readonly attributes: Readonly<Record<string, SaxesAttributeNS>>;
};

/** What a reader wants to hear. `close` is also called for self-closing elements; CDATA arrives as text. */
export interface XmlHandlers {
  readonly open?: (element: XmlElement) => void;
  readonly text?: (text: string) => void;
  readonly close?: (element: XmlElement) => void;
}

export interface XmlControl {
  /** Where the event being reported ends: characters from the start, bytes with `positions: 'bytes'`. */
  readonly position: () => number;
  /** Nothing is reported after this, and the rest of the part is not looked at. */
  readonly stop: () => void;
}

export interface XmlReader {
  /** True once `stop` was called. */
  readonly isStopped: boolean;
  write(bytes: Uint8Array): void;
  /** The part is complete; throws when the XML is not. */
  end(): void;
}

/** So much is parsed between two looks at whether the handlers have stopped. */
const pieceBytes = 64 * 1024;

/** Parses one part that is in memory. Throws WORKBOOK_DAMAGED, and WORKBOOK_DOCTYPE for a document type declaration. */
export function parseXml(
  part: { readonly name: string; readonly bytes: Uint8Array },
  handlers: (control: XmlControl) => XmlHandlers,
): void {
  const reader = createXmlReader(part.name, handlers);
  for (let at = 0; at < part.bytes.length && !reader.isStopped; at += pieceBytes) {
    reader.write(part.bytes.subarray(at, at + pieceBytes));
  }
  reader.end();
}

export interface XmlReaderOptions {
  /** Counts positions in bytes of a UTF-8 part. Text and attribute values are then one character per byte, not decoded. */
  readonly positions: 'characters' | 'bytes';
}

/** Parses one part piece by piece; the pieces may be cut anywhere, inside characters too. */
export function createXmlReader(
  partName: string,
  handlers: (control: XmlControl) => XmlHandlers,
  options: XmlReaderOptions = { positions: 'characters' },
): XmlReader {
  let isStopped = false;
  const parser = createParser(partName);
  const { open, text, close } = handlers({ position: () => parser.position, stop: () => (isStopped = true) });
  let levels = 0;
  const deeper = (element: XmlElement): void => {
    levels += 1;
    if (levels > mostLevels) {
      throw tooDeep();
    }
    open?.(element);
  };
  const back = (element: XmlElement): void => {
    levels -= 1;
    close?.(element);
  };
  const unlessStopped =
    <T>(handle: ((value: T) => void) | undefined) =>
    (value: T): void => {
      if (!isStopped) {
        handle?.(value);
      }
    };
  parser.on('opentag', unlessStopped(deeper));
  if (text !== undefined) {
    parser.on('text', unlessStopped(text));
    parser.on('cdata', unlessStopped(text));
  }
  parser.on('closetag', unlessStopped(back));
  const decoder = options.positions === 'bytes' ? byteDecoder : createXmlDecoder();
  return {
    get isStopped() {
      return isStopped;
    },
    write: (bytes) => {
      if (!isStopped) {
        feed(partName, () => parser.write(decoder.decode(bytes)));
      }
    },
    end: () => {
      if (!isStopped) {
        feed(partName, () => parser.write(decoder.finish()).close());
      }
    },
  };
}

/** Spreadsheet programs write about ten. Every element is resolved through those around it, so the time grows with the square. */
const mostLevels = 256;

function tooDeep(): AppError {
  const text = {
    zh: `规划表未读取：标记的嵌套层数超过 ${mostLevels}。请删除与规划无关的内容后重新保存。`,
    en: `The workbook was not read: its markup is nested more than ${mostLevels} levels deep. Remove everything that is not part of the plan, then save it again.`,
  };
  return new AppError('WORKBOOK_TOO_LARGE', text, { data: { limit: mostLevels } });
}

function createParser(partName: string): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser<{ xmlns: true }>({ xmlns: true });
  parser.on('error', (error) => {
    throw broken(partName, error);
  });
  parser.on('doctype', () => {
    throw new AppError(
      'WORKBOOK_DOCTYPE',
      {
        zh: `规划表的部件 ${partName} 含文档类型声明（DOCTYPE），电子表格软件不会这样写，不再继续读取。请用 Excel 或 WPS 打开规划表并另存为新文件。`,
        en: `The workbook was not read further: part ${partName} contains a document type declaration (DOCTYPE), which spreadsheet programs never write. Open the workbook in Excel or WPS and save it as a new file.`,
      },
      { data: { part: partName } },
    );
  });
  return parser;
}

function feed(partName: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw isAppError(error) ? error : broken(partName, error);
  }
}

function broken(partName: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    'WORKBOOK_DAMAGED',
    {
      zh: `规划表的部件 ${partName} 不是格式正确的 XML（${reason}）。请用 Excel 或 WPS 打开规划表并重新保存。`,
      en: `Part ${partName} of the workbook is not well-formed XML (${reason}). Open the workbook in Excel or WPS and save it again.`,
    },
    { data: { part: partName }, cause },
  );
}
