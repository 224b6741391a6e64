/** What people decided about a workbook in the tool: overrides of its cells, and findings that they ignore. */
import type { CellOverride, IgnoredFinding } from './finding.ts';
import { wordsOfRule } from './rule-words.ts';
import type { CellReference } from './site-plan.ts';
import type { Text } from './text.ts';

export interface SheetDecision {
  readonly what: 'override' | 'password' | 'ignored';
  /** The word for it. */
  readonly kind: Text;
  readonly at: CellReference;
  /** The cell, and of a finding what its rule is about. */
  readonly subject: Text | string;
  /** Null for nothing, and for passwords, which are never told. */
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly atMs: number;
}

export interface DecidedSheet {
  readonly overrides: readonly CellOverride[];
  readonly ignored: readonly IgnoredFinding[];
}

const edited: Text = { zh: '改值', en: 'Override' };
const editedPassword: Text = { zh: '改值（密码）', en: 'Override (password)' };
const findingIgnored: Text = { zh: '忽略问题', en: 'Finding ignored' };

const ofOverride = ({ sheet, cell, secret, ...one }: CellOverride): SheetDecision => ({
  what: secret ? 'password' : 'override',
  kind: secret ? editedPassword : edited,
  at: { sheet, cell },
  subject: `${sheet}!${cell}`,
  before: secret ? null : one.original,
  after: secret ? null : one.value,
  reason: one.reason,
  by: one.by,
  atMs: one.at,
});

/** A finding as the sheet no longer shows it: its cell, and what its rule is about. */
function ofIgnored({ sheet, cell, code, reason, by, at }: IgnoredFinding): SheetDecision {
  const place = `${sheet}!${cell}`;
  const rule = wordsOfRule(code);
  const subject =
    rule === null
      ? `${place} ${code}`
      : { zh: `${place} ${rule.zh}（${code}）`, en: `${place} ${rule.en} (${code})` };
  return {
    what: 'ignored',
    kind: findingIgnored,
    at: { sheet, cell },
    subject,
    before: null,
    after: null,
    reason,
    by,
    atMs: at,
  };
}

/** Everything that makes the plan another one than the file says, in the order in which it was decided. */
export const sheetDecisions = ({ overrides, ignored }: DecidedSheet): readonly SheetDecision[] =>
  [...overrides.map(ofOverride), ...ignored.map(ofIgnored)].sort((one, other) => one.atMs - other.atMs);
