import { configureOrder } from '../../../../src-main/contract/configure-order.ts';
import {
  inScope,
  inTheWay,
  isChange,
  isFinal,
  notIncluded,
  totalsOf,
  withheldOf,
  type PreviewStep,
} from '../../../../src-main/contract/preview-scope.ts';
import { sheetDecisions } from '../../../../src-main/contract/sheet-decisions.ts';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSite } from '../../../hooks/site-in-hand.ts';
import { readingsOf, siteName, siteOfJob, useJob, useJobOrder, type Job } from '../job/job.ts';
import { useLanguage } from '../../../words/language.ts';
import { changeOrder, requestOf, type Order } from '../job/orders.ts';
import { useOwnPracticeAddress } from '../../../ask/practice-address.ts';
import { forgetReadings, type Reading } from '../../../ask/readings.ts';
import { safeFileName, saveFile } from '../../../ask/save-file.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { FaultChips } from '../../../components/FaultChips.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Failed } from '../../../components/State.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { glyphOfLook } from '../preflight/items.ts';
import { usePreflight } from '../preflight/use-preflight.ts';
import { JobPage } from '../site/JobPage.tsx';
import { ConfirmBar } from './ConfirmBar.tsx';
import { toggled } from './scope.ts';
import { InTheWay } from './InTheWay.tsx';
import { NewCluster } from './NewCluster.tsx';
import { SidePane, type Logins } from './SidePane.tsx';
import { StepTable } from './StepTable.tsx';
import { usePreview, type SeenPreview } from './use-preview.ts';
import './preview.css';

type View = 'all' | 'changes' | 'final';
const shows: Readonly<Record<View, (step: PreviewStep) => boolean>> = {
  all: () => true,
  changes: isChange,
  final: isFinal,
};

interface PlanProps {
  readonly importId: number;
  readonly job: Job;
  readonly order: Order;
  readonly seen: SeenPreview;
  readonly reading: Reading<SeenPreview>;
  readonly view: View;
  readonly logins: Logins;
}

/** What is agreed to is this look and this scope: with another one it has to be agreed to again. */
function useAgreement(of: string): readonly [boolean, (isAgreed: boolean) => void] {
  const [agreed, setAgreed] = useState<string | null>(null);
  return [agreed === of, (isAgreed) => setAgreed(isAgreed ? of : null)];
}

function Plan({ importId, job, order, seen, reading, view, logins }: PlanProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const [, go] = useLocation();
  const language = useLanguage();
  const { preview, sha256 } = seen;
  const preflight = usePreflight({ importId, job, order, isEager: false });
  // Steps of another look may still be named there.
  const skip = order.skip.filter((key) => preview.steps.some((step) => step.key === key));
  const [isAgreed, agree] = useAgreement([reading.at, ...skip].join('\n'));
  const isPractice = order.site?.kind === 'practice';
  const starting = useDeed(async (client) => {
    const request = requestOf({ ...order, skip }, job.file, language);
    const run = await client.runs.start({ ...configureOrder({ ...request, sha256 }), confirmed: true });
    forgetReadings(readingsOf(importId));
    // The run changes the site: what was seen of it before, from any window, does not hold any more.
    changeOrder(importId, {});
    go(`/runs/${run}`);
  });
  const exporting = useDeed(async (client) => {
    const request = requestOf({ ...order, skip, secrets: [] }, job.file, language);
    const readAt = reading.at ?? Date.now();
    const page = await client.configure.previewDocument({ ...request, preview, readAt, sha256 });
    saveFile(safeFileName(`${t('export.name', { name: siteName(job) })}.html`), 'text/html', page);
  });
  const failed = starting.error ?? exporting.error ?? reading.error;
  const failedTitle =
    starting.error !== null ? 'failed.start' : exporting.error !== null ? 'failed.export' : 'failed.read';
  const withheld = withheldOf(preview);
  const totals = totalsOf(inScope(preview.steps, [...skip, ...withheld.keys()]));
  const obstacle = inTheWay(preview.steps);
  const again = (): void => {
    // A refusal was of what was read before.
    starting.forget();
    reading.again();
    // Asked for once: a further look must not lock an account.
    logins.ask(false);
  };
  const toPreflight = (): void => go(`/configure/sheets/${importId}/preflight`);
  return (
    <>
      {obstacle === null ? null : (
        <InTheWay step={obstacle} isUnderWay={reading.isUnderWay} onAgain={again} onPreflight={toPreflight} />
      )}
      <NewCluster steps={preview.steps} />
      <FaultChips specs={preview.faults ?? []} />
      <div className="preview-split">
        <StepTable
          scope={{
            importId,
            steps: preview.steps,
            skip,
            withheld,
            onToggle: (keys, isOn) =>
              changeOrder(importId, { skip: toggled(preview.steps, skip, { keys, isOn }) }),
          }}
          view={{ isWhole: view === 'all', shows: shows[view] }}
        />
        <SidePane
          importId={importId}
          totals={totals}
          leftOut={notIncluded(preview, skip)}
          decided={sheetDecisions(job.decided)}
          readAt={reading.at}
          isUnderWay={reading.isUnderWay}
          onAgain={again}
          onStop={reading.stop}
          items={preflight.value}
          logins={logins}
        />
      </div>
      {failed === null ? null : <Failed title={t(failedTitle)} error={failed} />}
      <ConfirmBar
        isPractice={isPractice}
        totals={totals}
        isAgreed={isAgreed}
        where={isPractice ? t('practiceSite') : siteName(job)}
        address={order.site?.kind === 'real' ? order.site.baseUrl : null}
        onAgree={agree}
        starting={{ isUnderWay: starting.isUnderWay, start: () => void starting.act() }}
        exporting={{ isUnderWay: exporting.isUnderWay, make: () => void exporting.act() }}
        onPreflight={toPreflight}
        obstacle={obstacle}
      />
    </>
  );
}

interface NoteProps {
  readonly steps: readonly PreviewStep[];
  readonly view: View;
  readonly onView: (view: View) => void;
}

function Note({ steps, view, onView }: NoteProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const { changes, final } = totalsOf(steps);
  return (
    <span className="preview-note">
      {t('note', { count: steps.length, changes })}
      <Toggles
        label={t('view.label')}
        value={view}
        onChange={onView}
        choices={[
          { key: 'all', title: t('common:all') },
          { key: 'changes', title: t('view.changes', { count: changes }) },
          {
            key: 'final',
            title: (
              <>
                <Glyph name="final" /> {t('view.final', { count: final })}
              </>
            ),
          },
        ]}
      />
    </span>
  );
}

/** Each step a run would take: what is there now, what will be, whether it can be undone; and the start. */
export function Preview({ importId }: { readonly importId: number }): ReactElement {
  const { t } = useTranslation('preview');
  const [view, setView] = useState<View>('all');
  const asked = useJob(importId);
  const job = asked.value;
  const order = useJobOrder(importId, job);
  const [tryLogins, setTryLogins] = useState(false);
  const reading = usePreview({ importId, job, order, tryLogins });
  const looked = usePreflight({ importId, job, order, isEager: false }).value;
  const seen = reading.value;
  const ownPractice = useOwnPracticeAddress(String(reading.at));
  const identity = seen?.preview.identity ?? null;
  const site = { identity, at: reading.at, ownPractice };
  useSite(job === null ? null : siteOfJob(job, order, site));
  const withheld = seen === null ? [] : withheldOf(seen.preview).keys();
  const steps = inScope(seen?.preview.steps ?? [], [...order.skip, ...withheld]);
  return (
    <JobPage
      importId={importId}
      asked={asked}
      order={order}
      reading={reading}
      title={t('title')}
      failed={t('failed.read')}
      stage="preview"
      note={<Note steps={steps} view={view} onView={setView} />}
      preflight={looked === null ? undefined : glyphOfLook(looked)}
    >
      {job === null || seen === null ? null : (
        <Plan
          key={importId}
          importId={importId}
          job={job}
          order={order}
          seen={seen}
          reading={reading}
          view={view}
          logins={{ isAsked: tryLogins, ask: setTryLogins }}
        />
      )}
    </JobPage>
  );
}
