import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src-main/contract/json.ts';
import { visible } from '../../../src-main/contract/visible.ts';
import { useFactName } from '../../words/fact-name.ts';
import { Status } from '../../components/Status.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';

type Facts = Readonly<Record<string, Json>>;

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** The recorded hosts beside those that answer now: one line each, and whether it is there. */
function Hosts({
  recorded,
  seen,
}: {
  readonly recorded: readonly string[];
  readonly seen: readonly string[];
}): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const all = [...recorded, ...seen.filter((uuid) => !recorded.includes(uuid))];
  const columns: readonly Column<string>[] = [
    {
      key: 'recorded',
      title: t('question.recorded'),
      className: 'mono',
      render: (uuid) => (recorded.includes(uuid) ? uuid : '—'),
    },
    {
      key: 'seen',
      title: t('question.seen'),
      className: 'mono',
      render: (uuid) => (seen.includes(uuid) ? uuid : '—'),
    },
    {
      key: 'verdict',
      title: t('question.verdict'),
      widthPx: 110,
      render(uuid) {
        const [was, is] = [recorded.includes(uuid), seen.includes(uuid)];
        return (
          <Status glyph={was && is ? 'succeeded' : 'failed'}>
            {t(was && is ? 'question.same' : was ? 'question.gone' : 'question.new')}
          </Status>
        );
      },
    },
  ];
  return (
    <Table
      className="question-hosts"
      isDense
      label={t('question.recorded')}
      columns={columns}
      rows={all}
      keyOf={(uuid) => uuid}
    />
  );
}

const drawn = new Set([
  'recorded',
  'seen',
  'missing',
  'error',
  'after',
  'before',
  'plan',
  'attempt',
  'slept',
  'looks',
  'during',
  'adoptable',
  'different',
]);

interface QuestionFactsProps {
  /** Of the run. */
  readonly kind: string;
  readonly facts: Facts;
}

/** What the question was asked about, in the form that tells most. */
export function QuestionFacts({ kind, facts }: QuestionFactsProps): ReactElement | null {
  const nameOf = useFactName(kind);
  const [recorded, seen] = [texts(facts['recorded']), texts(facts['seen'])];
  const others = Object.entries(facts).filter(([name]) => !drawn.has(name));
  if (recorded.length === 0 && others.length === 0) {
    return null;
  }
  return (
    <>
      {recorded.length === 0 ? null : <Hosts recorded={recorded} seen={seen} />}
      {others.length === 0 ? null : (
        <dl className="question-facts">
          {others.map(([name, value]) => (
            <div key={name}>
              <dt className="faint">{nameOf('question', name)}</dt>
              <dd className="mono">{visible(typeof value === 'string' ? value : JSON.stringify(value))}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
