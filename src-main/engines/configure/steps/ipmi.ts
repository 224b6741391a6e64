import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import type { PlannedHost } from '../../../contract/site-plan.ts';
import type { Text } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import type { IpmiState } from '../ports.ts';
import { titleOf } from '../titles.ts';
import {
  networkRetry,
  requireSecret,
  type SiteContext,
  type SiteContextOf,
  type SiteStep,
} from '../world.ts';
import { needs, type Candidate, type Planning } from './planning.ts';
import { readWithSession } from './settings.ts';
import { requirePaired } from './site.ts';

interface BmcOf {
  readonly named: PlannedHost;
  readonly host: PlannedHost;
  readonly index: number;
}

const intentSchema = z.object({
  address: z.string(),
  user: z.string(),
  /** Whether the account was there before the run registered it; null where that could not be read. */
  wasThere: z.boolean().nullable().default(null),
});
type Intent = z.output<typeof intentSchema>;

function ipmiStep({ named, host, index }: BmcOf): SiteStep {
  const address = host.bmc.address ?? '';
  const user = host.bmc.user ?? '';
  const change = {
    zh: `登记带外账号 ${user}（${address}）`,
    en: `Register BMC account ${user} (${address})`,
  };
  return defineStep({
    key: `ipmi:${named.name}`,
    intent: intentSchema,
    output: z.object({ address: z.string(), user: z.string(), uuid: z.string() }),
    title: titleOf('ipmi', named.name),
    group: 'ipmi',
    dependsOn: needs('session', 'pairing'),
    pool: { key: 'ipmi', limit: 4 },
    onFailure: 'warn',
    retry: networkRetry,
    undo: 'none',
    // Registering the same account again replaces it by itself.
    onCrash: 'redo',
    async probe(context) {
      const reading = await readWithSession(context, ({ cluster }) =>
        cluster.readIpmi({ signal: context.signal }),
      );
      const before = attemptLeftOpen(context, { address, user });
      if (reading.kind === 'unreadable') {
        const intent = { address, user, wasThere: before?.wasThere ?? null };
        return { verdict: 'unreadable', why: reading.why, change, intent };
      }
      const there = reading.value.find((account) => account.host === address && account.user === user);
      const found = registration(there);
      const wasThere = before === null ? there !== undefined : before.wasThere;
      // The password cannot be read back: only an account that was not there before is known to have the sheet's.
      if (before !== null && wasThere === false && there !== undefined && there.isValid !== false) {
        const { uuid } = requirePaired(context, named.name);
        return { verdict: 'done', found, output: { address, user, uuid } };
      }
      return { verdict: 'todo', found, change, intent: { address, user, wasThere } };
    },
    async apply(_intent, context) {
      const { world, signal } = context;
      const { uuid } = requirePaired(context, named.name);
      const password = requireSecret(world, `hosts[${index}].bmc.password`);
      const account = { nodeUuid: uuid, nodeName: host.name, host: address, user, password };
      const result = await world.session.call(signal, () => world.cluster.upsertIpmi(account, { signal }));
      if (!result.accepted) {
        throw notValid({ host: host.name, address, user }, result.why);
      }
      if (result.isSilent === true) {
        await requireReadable({ host: host.name, address, user }, context);
      }
      return { address, user, uuid };
    },
    async verify(_intent, _output, context) {
      const reading = await readWithSession(context, ({ cluster }) =>
        cluster.readIpmi({ signal: context.signal }),
      );
      if (reading.kind === 'unreadable') {
        return;
      }
      const there = reading.value.find((account) => account.host === address && account.user === user);
      if (there === undefined || there.isValid === false) {
        const text = {
          zh: `主机 ${host.name} 的带外账号 ${user}（${address}）在集群中校验无效，请到集群核对后重试。`,
          en: `BMC account ${user} (${address}) of host ${host.name} is not valid in the cluster. Check it on the cluster, then retry.`,
        };
        throw new AppError('IPMI_INVALID', text, { data: { host: host.name, address, user } });
      }
    },
  });
}

/** What the attempt before, about the same account, has seen, where nobody knows what became of it. */
function attemptLeftOpen(
  context: SiteContextOf<Intent>,
  { address, user }: { readonly address: string; readonly user: string },
): Intent | null {
  const before = context.isLeftOpen ? context.interruptedIntent : null;
  return before?.address === address && before.user === user ? before : null;
}

function registration(account: IpmiState | undefined): Text {
  if (account === undefined) {
    return { zh: '未登记', en: 'Not registered' };
  }
  return account.isValid === false
    ? { zh: '已登记，校验无效', en: 'Registered, not valid' }
    : { zh: '已登记', en: 'Registered' };
}

interface Registered {
  readonly host: string;
  readonly address: string;
  readonly user: string;
}

/** Nothing but a status came back: done is only what can be seen. */
async function requireReadable({ host, address, user }: Registered, context: SiteContext): Promise<void> {
  const reading = await readWithSession(context, ({ cluster }) =>
    cluster.readIpmi({ signal: context.signal }),
  );
  if (reading.kind === 'value') {
    return;
  }
  const text = {
    zh: `主机 ${host} 的带外账号 ${user}（${address}）已发送，集群返回成功状态但应答为空，也无法读回（${reading.why.zh}），未能确认已登记。请到集群核对。`,
    en: `BMC account ${user} (${address}) of host ${host} was sent and the cluster returned success, but with an empty response, and the accounts cannot be read back (${reading.why.en}), so the registration is not confirmed. Check it on the cluster.`,
  };
  throw new AppError('VERIFY_FAILED', text, { data: { host, address, user } });
}

function notValid(of: Registered, why: Text): AppError {
  const text = {
    zh: `主机 ${of.host} 的带外账号 ${of.user}（${of.address}）已登记到集群，但校验无效（${why.zh}），请核对带外地址、用户名和密码后重试。`,
    en: `BMC account ${of.user} (${of.address}) of host ${of.host} is registered on the cluster but not valid (${why.en}). Check the BMC address, user name and password, then retry.`,
  };
  return new AppError('IPMI_INVALID', text, { data: { ...of, why: why.en } });
}

export function ipmiCandidates(planning: Planning): readonly Candidate[] {
  return planning.input.plan.hosts.map((named, index) => {
    const host = planning.plan.hosts[index] ?? named;
    const candidate = {
      step: ipmiStep({ named, host, index }),
      consumes: [`hosts[${index}].bmc`, `hosts[${index}].name`],
    };
    const { address, user, password } = host.bmc;
    const complete = address !== null && user !== null && password !== null;
    if (complete) {
      return candidate;
    }
    const absent = {
      zh: `${named.name} 的带外地址、账号或密码未填写`,
      en: `BMC address, account or password of ${named.name} is empty`,
    };
    return { ...candidate, absent };
  });
}
