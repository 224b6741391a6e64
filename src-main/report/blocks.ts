/** Chapters that an engine describes: its blocks as markup. */
import type { ReportBlock } from '../contract/report-blocks.ts';
import { inGroups } from './content-sum.ts';
import { type Html, fragment, joinHtml, nothing } from './markup.ts';
import { type Wording, cell, exact, factTable, lines, orDash, row, table } from './page.ts';

type Facts = Extract<ReportBlock, { kind: 'facts' }>['facts'];
type Content = Facts[number]['value'];
type Line = Exclude<Content, { lines: unknown }>;
type Piece = Exclude<Line, unknown[]>;

function pieceHtml({ times }: Wording, piece: Piece): Html {
  if (typeof piece === 'string') {
    return fragment`${orDash(piece)}`;
  }
  if ('exact' in piece) {
    return exact(orDash(piece.exact));
  }
  if ('bold' in piece) {
    return fragment`<b>${orDash(piece.bold)}</b>`;
  }
  return fragment`${'clock' in piece ? times.second(piece.clock) : times.withZone(piece.moment)}`;
}

function lineHtml(of: Wording, line: Line): Html {
  return Array.isArray(line)
    ? joinHtml(
        line.map((piece) => pieceHtml(of, piece)),
        nothing,
      )
    : pieceHtml(of, line);
}

function contentHtml(of: Wording, content: Content): Html {
  return typeof content === 'object' && 'lines' in content
    ? lines(content.lines.map((line) => lineHtml(of, line)))
    : lineHtml(of, content);
}

/** Facts of an engine, to stand in a table of them. */
export function factsOf(of: Wording, facts: Facts): Parameters<typeof factTable>[0] {
  return facts.map(({ label, value, wide = false }) => ({ label, value: contentHtml(of, value), wide }));
}

function tableHtml(of: Wording, { columns, groups }: Extract<ReportBlock, { kind: 'table' }>): Html {
  const rowGroups = groups.map(({ heading, rows }) => ({
    heading: heading === null ? null : fragment`${heading}`,
    rows: rows.map((cells) =>
      row(
        cells.map((content, index) => {
          const html = contentHtml(of, content);
          return columns[index]?.centered === true ? fragment`<td class="center">${html}</td>` : cell(html);
        }),
      ),
    ),
  }));
  return table(columns, rowGroups, 'dense');
}

function checksums({ texts, sum }: Wording, { sums }: Extract<ReportBlock, { kind: 'checksums' }>): Html {
  const rows = sums.map(({ of, sha256 }) => row([cell(of), cell(exact(sha256))]));
  const own = sum === null ? [] : [row([cell(texts.checksums.report), cell(exact(inGroups(sum)))])];
  const columns = [{ title: texts.checksums.of, widthPx: 150 }, { title: 'SHA-256' }];
  const sumTable = table(columns, [{ heading: null, rows: [...rows, ...own] }], 'dense sums');
  return sum === null
    ? sumTable
    : fragment`${sumTable}
    <p class="note">${texts.checksums.note}</p>`;
}

function blockHtml(of: Wording, block: ReportBlock): Html {
  switch (block.kind) {
    case 'facts':
      return factTable(factsOf(of, block.facts));
    case 'table':
      return tableHtml(of, block);
    case 'paragraph':
      return fragment`<p class="${block.style}">${block.text}</p>`;
    case 'checksums':
      return checksums(of, block);
  }
}

/** The blocks below each other; a table stands between line ends. */
export function blocksHtml(of: Wording, blocks: readonly ReportBlock[]): Html {
  return joinHtml(
    blocks.map((block, index) => {
      const html = blockHtml(of, block);
      const isBesideTable = block.kind === 'table' || blocks[index - 1]?.kind === 'table';
      return index > 0 && isBesideTable ? fragment`${'\n'}${html}` : html;
    }),
    nothing,
  );
}
