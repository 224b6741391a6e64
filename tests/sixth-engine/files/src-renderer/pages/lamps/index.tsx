import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { LampRow } from '../../../src-main/contract/lamp.ts';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { ListPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';
import type { EnginePagesParts } from '../../engine-pages.ts';
import { useCollection } from '../../sync/rows.ts';
import { useTopic } from '../../sync/topic.ts';
import { useWords } from '../../words/language.ts';

const name = { zh: '灯', en: 'Lamps' };
const on = { zh: '开', en: 'On' };
const off = { zh: '关', en: 'Off' };
const turn = { zh: '切换', en: 'Turn' };

function Turn({ lamp }: { readonly lamp: LampRow }): ReactElement {
  const words = useWords();
  const turning = useDeed((client) =>
    client.runs.start({ kind: 'lamp', order: { name: lamp.name, isOn: !lamp.isOn }, confirmed: true }),
  );
  return (
    <Action size="small" requested={turning.isUnderWay} onAct={() => void turning.act()}>
      {words(turn)}
    </Action>
  );
}

function Lamps(): ReactElement {
  const words = useWords();
  useTopic('lamps');
  const lamps = useCollection(
    'lamps',
    'lamp',
    useShallow((rows) => [...rows.values()]),
  );
  const light = useAnswer('lamps/light', (client, signal) => client.lamps.light({}, { signal })).value;
  const columns: readonly Column<LampRow>[] = [
    { key: 'name', title: words(name), minPx: 120, render: (lamp) => lamp.name },
    { key: 'state', title: words(on), widthPx: 80, render: ({ isOn }) => words(isOn ? on : off) },
    { key: 'act', title: words(turn), widthPx: 80, render: (lamp) => <Turn lamp={lamp} /> },
  ];
  return (
    <ListPage head={<PageHead title={words(name)} />}>
      <p>{light === null ? '' : `${light.burning} ${words(on)}`}</p>
      <Table scrolls="fill" label={words(name)} columns={columns} rows={lamps} keyOf={(lamp) => lamp.name} />
    </ListPage>
  );
}

export const lampPages = {
  kind: 'lamp',
  name,
  navigation: { to: '/lamps', icon: <circle cx="7.5" cy="7.5" r="4" />, position: 90 },
  routes: [{ path: '/lamps', page: () => <Lamps /> }],
} satisfies EnginePagesParts;
