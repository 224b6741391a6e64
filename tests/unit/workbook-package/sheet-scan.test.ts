import { describe, expect, it } from 'vitest';
import { placeCell } from '../../../src-main/workbook/write-cell/cell-place.ts';
import { scanSheet } from '../../../src-main/workbook/write-cell/sheet-scan.ts';
import { splicedChunks } from '../../../src-main/workbook/write-cell/splice.ts';
import { sheetXml } from '../../support/workbook-shapes.ts';

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) {
    yield bytes.subarray(at, at + length);
  }
}

async function spliced(
  xml: string,
  cell: { row: number; column: number },
  pieceBytes: number,
): Promise<{ xml: string; isInsideArray: boolean; style: string | null }> {
  const bytes = Buffer.from(xml);
  const scan = await scanSheet(
    { path: 'plan.xlsx', partName: 'sheet.xml', chunks: inPieces(bytes, pieceBytes) },
    cell,
  );
  const splice = placeCell('sheet.xml', scan, scan.anchor);
  const replacement = {
    start: splice.start,
    end: splice.end,
    bytes: Buffer.from(`${splice.before}[here]${splice.after}`),
  };
  const pieces: Buffer[] = [];
  for await (const piece of splicedChunks(inPieces(bytes, pieceBytes), replacement)) {
    pieces.push(piece);
  }
  return { xml: Buffer.concat(pieces).toString(), isInsideArray: scan.isInsideArray, style: splice.style };
}

describe('finding a cell in a stream', () => {
  const xml = sheetXml(
    [
      '<row r="1"><c r="A1" t="inlineStr"><is><t>ref=it\'s </t></is></c><c r="B1"><f t="array" ref="B1:B3">X</f></c></row>',
      '<!-- <row r="2"> </sheetData> --><row r="2"><c r="A2" s="3"/><c r="C2" t="inlineStr"><is><t><![CDATA[</row>]]>中文</t></is></c></row>',
      '<row r="4" s="2" customFormat="1"/><row r="6"><c r="A6"/></row>',
    ].join('\r\n'),
    {
      before: '<cols><col min="3" max="9" style="4"/></cols>',
      after: '<mergeCells><mergeCell ref="E4:F6"/></mergeCells>',
    },
  );
  const cells = [
    { row: 1, column: 1, around: '<row r="1">[here]<c r="B1">', isInsideArray: false, style: null },
    { row: 2, column: 1, around: ' --><row r="2">[here]<c r="C2" t=', isInsideArray: false, style: '3' },
    { row: 2, column: 2, around: '<c r="A2" s="3"/>[here]<c r="C2" t=', isInsideArray: true, style: null },
    { row: 2, column: 3, around: '<c r="A2" s="3"/>[here]</row>', isInsideArray: false, style: null },
    { row: 3, column: 2, around: '<row r="3">[here]</row><row r="4"', isInsideArray: true, style: null },
    {
      row: 4,
      column: 5,
      around: '<row r="4" s="2" customFormat="1">[here]</row><row r="6">',
      isInsideArray: false,
      style: '2',
    },
    { row: 6, column: 3, around: '<c r="A6"/>[here]</row></sheetData>', isInsideArray: false, style: '4' },
    { row: 9, column: 9, around: '<row r="9">[here]</row></sheetData>', isInsideArray: false, style: '4' },
  ];

  it.each(cells)(
    'gives the same answer however the bytes are cut, for row $row column $column',
    async (cell) => {
      const whole = await spliced(xml, cell, xml.length * 4);
      expect(whole.xml).toContain(cell.around);
      expect(whole).toMatchObject({ isInsideArray: cell.isInsideArray, style: cell.style });
      for (let pieceBytes = 1; pieceBytes < 80; pieceBytes += 1) {
        expect(await spliced(xml, cell, pieceBytes)).toEqual(whole);
      }
    },
  );
});
