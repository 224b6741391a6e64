import type { WorkbookPackage } from '../package/container.ts';
import { bounds, requireWithinBound } from './bounds.ts';
import { readXmlPart } from './read-part.ts';
import { createRichTextCollector, isSpreadsheet, type RichText } from './rich-text.ts';

/** The workbook's shared strings in their order. */
export function readSharedStrings(workbook: WorkbookPackage, partName: string): readonly RichText[] {
  const strings: RichText[] = [];
  let characters = 0;
  const collector = createRichTextCollector();
  readXmlPart(workbook, partName, () => ({
    open: collector.open,
    text: collector.text,
    close: (element) => {
      collector.close(element);
      if (element.local === 'si' && isSpreadsheet(element)) {
        const item = collector.take();
        characters += item.text.length;
        strings.push(item);
        requireWithinBound(strings.length, bounds.sharedStrings);
        requireWithinBound(characters, bounds.sharedStringCharacters);
      }
    },
  }));
  return strings;
}
