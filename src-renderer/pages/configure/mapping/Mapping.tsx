import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useUnmapped } from '../job/unmapped.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
import { NoPlan } from './NoPlan.tsx';
import { Proposal, type ProposalProps } from './Proposal.tsx';
import './mapping.css';

interface MappingProps {
  /** An import whose file no template fits any more; without it the file that was chosen on the start page. */
  readonly importId?: number;
}

type FoundProps = ProposalProps & { readonly importId: number | undefined };

/** The form to match by; for a file that looks like no plan at all only when a person asks for it. */
function Found({ file, proposal, importId }: FoundProps): ReactElement {
  const { t } = useTranslation('mapping');
  const [isAsked, setAsked] = useState(proposal.sheets.found > 0);
  if (proposal.misses.length === 0 && importId !== undefined) {
    return (
      <Empty title={t('matches')} hint={t('matchesHint', { profile: proposal.mapping.basedOn })}>
        <Link href={`/configure/sheets/${importId}`}>{t('toSheet')}</Link>
      </Empty>
    );
  }
  if (!isAsked) {
    return <NoPlan sheets={proposal.sheets} onMatch={() => setAsked(true)} />;
  }
  return <Proposal file={file} proposal={proposal} />;
}

/** The file to be matched, and what its labels stand for, as far as is known. */
function useProposal(importId: number | undefined) {
  const { t } = useTranslation('mapping');
  const chosen = useUnmapped(({ file }) => file);
  const asked = useAnswer(`mapping ${importId ?? chosen?.grant ?? ''}`, async (client) => {
    if (importId === undefined && chosen === null) {
      return null;
    }
    const file =
      importId === undefined ? (chosen?.grant ?? '') : (await client.imports.grant({ id: importId })).grant;
    return { file, proposal: await client.plan.propose({ file }) };
  });
  const misses = asked.value?.proposal.misses.length ?? 0;
  const note = importId === undefined ? chosen?.name : misses > 0 ? t('note') : null;
  return { ...asked, note, isWithout: importId === undefined && chosen === null };
}

/** A template revision that nobody knows: what its labels stand for, for a person to confirm. */
export function Mapping({ importId }: MappingProps): ReactElement {
  const { t } = useTranslation(['mapping', 'common']);
  const { value, error, again, note, isWithout } = useProposal(importId);
  return (
    <div className="mapping">
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet cut">{note}</span>
        <span className="mapping-back">
          <Link href={importId === undefined ? '/' : '/configure'}>{t('back')}</Link>
        </span>
      </header>
      {isWithout ? (
        <Empty title={t('noFile')} hint={t('noFileHint')}>
          <Link href="/">{t('toStart')}</Link>
        </Empty>
      ) : error !== null ? (
        <Failed title={t('proposeFailed')} error={error} onRetry={again} />
      ) : value === null ? (
        <Loading />
      ) : (
        <Found key={value.proposal.mapping.id} {...value} importId={importId} />
      )}
    </div>
  );
}
