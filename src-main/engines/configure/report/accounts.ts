/** The report's chapter about the accounts that a customer takes over: which, and what the run did with each. Never a password. */
import type { StepRow } from '../../../contract/run.ts';
import type { SitePlan } from '../../../contract/site-plan.ts';
import { stepStateWords } from '../../../contract/state-words.ts';
import type { Text } from '../../../contract/text.ts';
import { effectivePlan } from '../plan-values.ts';
import { bmcValid, type Check, titleOfGroup } from './check-groups.ts';
import { timeOf } from './people.ts';
import type { ReportSources } from './sources.ts';

export interface AccountRow {
  /** What kind of account it is: the heading that it stands under. */
  readonly group: Text;
  /** Where one logs in with it. */
  readonly on: Text | string;
  readonly account: string;
  readonly done: Text;
  /** Whether somebody has logged in with it since, as far as that can be told. */
  readonly verified: boolean | null;
  readonly at: string | null;
}

const administrator: Text = { zh: '集群管理员', en: 'Cluster administrator' };

const theCluster: Text = { zh: '集群', en: 'Cluster' };

interface Words {
  readonly changed: Text;
  readonly unchanged: Text;
}

const words = {
  administrator: {
    changed: { zh: '已创建，密码取自规划表', en: 'Created with the workbook password' },
    unchanged: { zh: '已有，用于登录，未修改', en: 'Already there; used to log in, not changed' },
  },
  bmc: {
    changed: { zh: '已登记到集群', en: 'Registered on the cluster' },
    unchanged: { zh: '已在集群中登记，未修改', en: 'Already registered on the cluster, not changed' },
  },
  host: {
    changed: { zh: '密码已改为规划值', en: 'Password changed as planned' },
    unchanged: { zh: '密码已是规划值，未修改', en: 'Password already as planned, not changed' },
  },
} satisfies Readonly<Record<string, Words>>;

const byHand: Text = { zh: '人工完成，未经工具核对', en: 'Done manually, not checked by Sitewright' };
const unconfirmed: Text = {
  zh: '密码已发送，未确认生效',
  en: 'Password sent, not confirmed to be in effect',
};
const notDone = (state: Text): Text => ({
  zh: `未完成（${state.zh}）`,
  en: `Not done (${state.en.toLowerCase()})`,
});

function whatWasDone({ state, changed, error }: StepRow, { changed: wasChanged, unchanged }: Words): Text {
  if (state !== 'succeeded') {
    return error?.code === 'VERIFY_FAILED' ? unconfirmed : notDone(stepStateWords[state]);
  }
  return changed === null ? byHand : changed ? wasChanged : unchanged;
}

/** Done by the run itself, which logs in before it says so. */
const isSeen = ({ state, changed }: StepRow): boolean => state === 'succeeded' && changed !== null;

type StepOf = (key: string) => StepRow | undefined;

function clusterAt({ name, vip }: SitePlan['cluster'], stepOf: StepOf): Text | string {
  // The planned VIP answers only once it was set.
  const address = stepOf('vip')?.state === 'succeeded' ? vip : null;
  const known = [name, address].filter((part) => part !== null).join(' ');
  return known === '' ? theCluster : known;
}

function administratorRows({ input }: ReportSources, stepOf: StepOf): readonly AccountRow[] {
  const [root, session] = [stepOf('root'), stepOf('session')];
  const isLoggedIn = session?.state === 'succeeded';
  if (root === undefined || (!isLoggedIn && root.attempts === 0)) {
    return [];
  }
  const { cluster } = effectivePlan(input);
  // One that another password was set for before fails the step, and is logged in with all the same.
  const done = isLoggedIn && root.state !== 'succeeded' ? words.administrator.unchanged : null;
  return [
    {
      group: administrator,
      on: clusterAt(cluster, stepOf),
      account: cluster.administrator.user,
      done: done ?? whatWasDone(root, words.administrator),
      verified: isLoggedIn,
      at: timeOf(session?.endedAt ?? root.endedAt),
    },
  ];
}

function bmcRows({ input }: ReportSources, checks: readonly Check[], stepOf: StepOf): readonly AccountRow[] {
  const plan = effectivePlan(input);
  return input.plan.hosts.flatMap((named, index) => {
    const step = stepOf(`ipmi:${named.name}`);
    const { address, user } = (plan.hosts[index] ?? named).bmc;
    if (step === undefined || user === null) {
      return [];
    }
    const check = checks.find((one) => one.step === step.key);
    const isValid = typeof check?.note === 'object' && check.note?.en === bmcValid.en;
    return [
      {
        group: titleOfGroup.ipmi,
        on: address === null ? named.name : `${named.name} ${address}`,
        account: user,
        done: whatWasDone(step, words.bmc),
        // The cluster logs in to the controller and says whether that went well; where it does not say, nobody knows.
        verified: isSeen(step) ? (isValid ? true : null) : false,
        at: timeOf(step.endedAt),
      },
    ];
  });
}

function hostRows({ input }: ReportSources, stepOf: StepOf): readonly AccountRow[] {
  return input.plan.hosts.flatMap(({ name, managementIp, accounts }) =>
    accounts.flatMap(({ user }) => {
      const step = stepOf(`password:${name}:${user}`);
      return step === undefined
        ? []
        : [
            {
              group: titleOfGroup.accounts,
              on: `${name} ${managementIp}`,
              account: user,
              done: whatWasDone(step, words.host),
              verified: isSeen(step),
              at: timeOf(step.endedAt),
            },
          ];
    }),
  );
}

/** Every account that the run created, changed, registered or logged in with. */
export function accountRows(sources: ReportSources, checks: readonly Check[]): readonly AccountRow[] {
  const stepOf: StepOf = (key) => sources.steps.find((step) => step.key === key);
  return [
    ...administratorRows(sources, stepOf),
    ...bmcRows(sources, checks, stepOf),
    ...hostRows(sources, stepOf),
  ];
}
