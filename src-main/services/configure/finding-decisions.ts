import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { ImportDocument } from '../../contract/configure.ts';
import type { Finding, IgnoredFinding } from '../../contract/finding.ts';
import { requireReason } from '../../runner/requests.ts';
import { asReadLast } from './files.ts';
import type { ImportParts } from './open-import.ts';

type FindingDecisions = Pick<Application['imports'], 'ignoreFinding' | 'restoreFinding'>;

/** A finding as a person names it: one inside a range is meant by any of its cells. */
type Named = Pick<IgnoredFinding, 'code' | 'sheet' | 'cell'>;

/** Findings that people ignore, kept with the import, each with its reason. */
export function createFindingDecisions({ services, plans }: ImportParts): FindingDecisions {
  const { imports, clock } = services;
  return {
    async ignoreFinding({ id, ...finding }, { caller }) {
      const reason = requireReason(finding.reason);
      const { cell } = await requireFinding(plans, imports.show(id), finding);
      imports.ignore(id, { ...finding, reason, cell, by: caller.by, at: clock.now() });
    },
    async restoreFinding({ id, ...finding }) {
      const isMeant = await meaning(finding);
      const { cell } = imports.show(id).ignored.find(isMeant) ?? finding;
      imports.restore(id, { ...finding, cell });
    },
  };
}

async function meaning({ code, sheet, cell }: Named): Promise<(one: Named) => boolean> {
  const { coversCell } = await import('../../workbook/index.ts');
  return (one) => one.code === code && one.sheet === sheet && coversCell(one.cell, cell);
}

/** The finding as the sheet has it now, read as it was read last. */
async function requireFinding(
  plans: ImportParts['plans'],
  imported: ImportDocument,
  named: Named,
): Promise<Finding> {
  const [reading, isMeant] = await Promise.all([plans.read(asReadLast(imported)), meaning(named)]);
  const findings = [...reading.findings, ...reading.ignoredFindings.map(({ finding }) => finding)];
  const found = findings.find(isMeant);
  if (found !== undefined) {
    return found;
  }
  const { code, sheet, cell } = named;
  const text = {
    zh: `${sheet}!${cell} 没有代码为 ${code} 的问题；用「plan check」查看问题列表。`,
    en: `${sheet}!${cell} has no finding ${code}. List the findings with "plan check".`,
  };
  throw new AppError('INPUT_INVALID', text, { data: { code, sheet, cell } });
}
