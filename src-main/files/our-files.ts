/** The marks by which our pages and PDFs are known again, as long as no other program has changed them. */
import { productMark } from '../contract/product-mark.ts';
import { openFile } from './open-file.ts';

const pdfEnd = /startxref\s+(\d+)\s+%%EOF\s*$/;
const markedPdfEnd = new RegExp(`\n% ${productMark}\nstartxref\n\\d+\n%%EOF\n$`);

/** A reader of PDFs finds the end within so many bytes, and the beginning of our pages is as near. */
const lookedAtBytes = 1024;

/**
 * The PDF with our mark before its end, which is said once more and leads to the same table. Who signs or changes it in
 * another program writes behind that.
 */
export function markedPdf(pdf: Uint8Array): Uint8Array {
  const end = pdfEnd.exec(Buffer.from(pdf).subarray(-lookedAtBytes).toString('latin1'));
  if (end === null) {
    return pdf;
  }
  return Buffer.concat([pdf, Buffer.from(`\n% ${productMark}\nstartxref\n${end[1] ?? ''}\n%%EOF\n`)]);
}

/** Whether a file is a PDF of ours as we left it. */
export async function isOurPdf(path: string): Promise<boolean> {
  return markedPdfEnd.test(await textOf(path, 'end'));
}

/** Whether a file is a report or preview page of ours. */
export async function isOurPage(path: string): Promise<boolean> {
  return (await textOf(path, 'beginning')).includes(`<meta name="generator" content="${productMark}">`);
}

async function textOf(path: string, where: 'beginning' | 'end'): Promise<string> {
  await using file = await openFile(path);
  const { size } = await file.stat();
  const wanted = Math.min(size, lookedAtBytes);
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(wanted),
    0,
    wanted,
    where === 'end' ? size - wanted : 0,
  );
  return buffer.toString('latin1', 0, bytesRead);
}
