import type { ReportDraft } from '../../contract/report.ts';
import { lampOrderSchema } from '../../contract/lamp.ts';
import type { Clock } from '../../runner/ports.ts';
import type { StoreForReading } from '../open-home.ts';
import type { EngineReport } from '../runs/reports.ts';

/** A chapter of its own between the shared ones; how it looks, and where it is shown, is the product's. */
export function createLampReport(
  home: Pick<StoreForReading, 'views'>,
  clock: Pick<Clock, 'now'>,
): EngineReport {
  return {
    async draft(id) {
      const { views } = home;
      const run = views.row(id);
      const { name, isOn } = lampOrderSchema.parse(views.load(id).input);
      const document: ReportDraft = {
        practice: false,
        number: `LAMP-${id}`,
        madeAt: new Date(clock.now()).toISOString(),
        timeZone: 'UTC',
        productVersion: '1',
        engineer: null,
        title: { zh: '灯具报告', en: 'Lamp report' },
        subtitle: name,
        chapters: [
          'cover',
          {
            title: { zh: '灯', en: 'Lamps' },
            blocks: [
              {
                kind: 'facts',
                facts: [{ label: name, value: isOn ? { zh: '开', en: 'On' } : { zh: '关', en: 'Off' } }],
              },
            ],
          },
          'signature',
        ],
        cover: {
          customer: null,
          project: null,
          dataCenter: null,
          site: null,
          address: null,
          identity: null,
          facts: [],
          run: { id, startedAt: new Date(run.createdAt).toISOString(), endedAt: null, state: run.state },
          files: [],
        },
        conclusion: {
          verdict: 'passed',
          isCurrent: true,
          counts: { total: 0, equal: 0, equalAsEdited: 0, indirect: 0, different: 0, unreadable: 0 },
          inScope: [],
          exclusions: [],
        },
        plannedFrom: '',
        checks: [],
        execution: [],
        interventions: [],
        remaining: [],
      };
      return { document, holdsSecret: () => false };
    },
  };
}
