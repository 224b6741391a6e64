import type { Text } from '../text.ts';

/** Files of one purpose: what may be chosen for it, and what it is called where a person chooses. */
export interface FileKind {
  /** Lower case, without the dot; null takes any file, also one without an extension. */
  readonly extensions: readonly string[] | null;
  /** Inside a sentence: `a planning workbook`. */
  readonly name: Text;
  /** Asks for one, and says what for. */
  readonly title: Text;
  /** The menu's way to one, where files of this kind can be dropped on the window; null where they cannot. */
  readonly menu: Text | null;
  /** All of them, in the system's dialog. */
  readonly plural: Text;
  /** Larger ones are refused when they are chosen; null where whoever reads them has the only bound. */
  readonly mostBytes: number | null;
  /** Whether hidden folders and files are shown without being asked for, because such files usually lie there. */
  readonly showsHidden: boolean;
  /** The folder in the person's own one where such files usually lie and looking begins, if it is there; null for none. */
  readonly folder: string | null;
}

/** A path of either platform: the page knows files by their names, the owner by their paths. */
export function isOfKind(path: string, { extensions }: FileKind): boolean {
  const [name = ''] = path.split(/[\\/]/).slice(-1);
  // What an Office program leaves beside a document that is open is nobody's document.
  if (name === '' || name.startsWith('~$')) {
    return false;
  }
  return extensions === null || extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`));
}

export const isTooLarge = (sizeBytes: number, { mostBytes }: FileKind): boolean =>
  mostBytes !== null && sizeBytes > mostBytes;

/** `a planning workbook (.xlsx, .xlsm)`. */
export function kindInWords({ name, extensions }: FileKind): Text {
  const dotted = extensions?.map((extension) => `.${extension}`);
  return dotted === undefined
    ? name
    : { zh: `${name.zh}（${dotted.join('、')}）`, en: `${name.en} (${dotted.join(', ')})` };
}
