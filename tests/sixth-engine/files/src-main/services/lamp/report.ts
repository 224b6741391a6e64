import type { ReportDraft } from '../../contract/report.ts';
import type { EngineReport } from '../runs/reports.ts';
import type { RunViews } from '../runs/run-views.ts';

const chapter = { zh: '灯', en: 'Lamps' };

/** What was turned, in a chapter of its own. */
export function createLampReport(views: Pick<RunViews, 'show'>, now: () => number): EngineReport {
  const draftOf = (run: string): ReportDraft => {
    const { title, state, createdAt, endedAt, steps } = views.show(run);
    const passed = state === 'succeeded';
    return {
      practice: false,
      number: `LAMP-${run}`,
      madeAt: new Date(now()).toISOString(),
      timeZone: 'UTC',
      productVersion: '0',
      engineer: null,
      title: { zh: '灯的报告', en: 'Lamp report' },
      subtitle: title,
      chapters: [
        'cover',
        {
          title: chapter,
          blocks: [
            { kind: 'facts', facts: [{ label: chapter, value: steps.map(({ key }) => key).join(', ') }] },
          ],
        },
        'conclusion',
        'signature',
      ],
      cover: {
        customer: null,
        project: null,
        dataCenter: null,
        site: title,
        address: null,
        identity: null,
        facts: [],
        run: { id: run, startedAt: createdAt, endedAt, state },
        files: [],
      },
      conclusion: {
        verdict: passed ? 'passed' : 'not-passed',
        isCurrent: true,
        counts: { total: 0, equal: 0, equalAsEdited: 0, indirect: 0, different: 0, unreadable: 0 },
        inScope: [{ subject: chapter, count: 1 }],
        exclusions: [],
      },
      plannedFrom: { zh: '取自命令', en: 'is what was ordered' },
      checks: [],
      execution: [],
      interventions: [],
      remaining: [],
    };
  };
  return { draft: async (run) => ({ document: draftOf(run), holdsSecret: () => false }) };
}
