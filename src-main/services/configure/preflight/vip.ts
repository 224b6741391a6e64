import type { PreflightItem } from '../../../contract/preflight.ts';
import { isAppError, type ErrorCode } from '../../../contract/errors.ts';
import type { OpenSite } from '../open-site.ts';
import { looking, type Sight } from './looking.ts';
import { hostOf } from '../../../adapters/http/connection-rules.ts';

export const vipCode = 'vip-in-use';

/** Where anything that has the address would most likely answer, beside the site's own port. */
const usualPorts: readonly number[] = [443, 80];

export interface VipQuestion {
  readonly vip: string | null;
  readonly site: Pick<OpenSite, 'cluster' | 'looks'>;
  /** Whether anything at all can be reached: silence means nothing otherwise. */
  readonly isReached: boolean;
  /** Whether the cluster may be asked which address it has. */
  readonly canReadVip: boolean;
  readonly signal: AbortSignal;
}

type Found = Readonly<Record<'open' | 'refused' | 'silent' | 'unreachable', readonly number[]>>;

async function lookAtPorts(vip: string, { site, signal }: VipQuestion): Promise<Found> {
  const ports = [...new Set([...usualPorts, site.looks.port])];
  const states = await Promise.all(
    ports.map(async (port) => ({ port, state: await site.looks.portState(vip, port, signal) })),
  );
  const of = (wanted: keyof Found): number[] =>
    states.filter(({ state }) => state === wanted).map(({ port }) => port);
  return { open: of('open'), refused: of('refused'), silent: of('silent'), unreachable: of('unreachable') };
}

const notAsked: readonly ErrorCode[] = ['CANCELED', 'OPEN_FILES_EXHAUSTED', 'MEMORY_EXHAUSTED'];

/** How it is known that what answers at the address is this very cluster; null when it is not known. */
async function ownership(vip: string, question: VipQuestion): Promise<string | null> {
  const { site, signal, canReadVip } = question;
  const { looks } = site;
  try {
    const fingerprint = looks.isSecure ? await looks.certificate(vip, signal) : null;
    if (fingerprint !== null) {
      return 'certificate';
    }
    const reading = canReadVip ? await site.cluster.readVip({ signal }) : null;
    return reading?.kind === 'value' && reading.value === vip ? 'settings' : null;
  } catch (thrown) {
    // Whoever cannot show that the address is theirs does not have it; but it has to have been asked.
    if (isAppError(thrown) && !notAsked.includes(thrown.code)) {
      return null;
    }
    throw thrown;
  }
}

function inUse(vip: string, ports: readonly number[]): Sight {
  const at = ports.join(', ');
  const message = {
    zh: `规划的 VIP ${vip} 已被占用（端口 ${at}）；请查明是哪台设备，更换 VIP 或先让出该地址。如果它就是本集群已设置的 VIP，请提供集群令牌后重新检查。`,
    en: `The planned VIP ${vip} is already in use (port ${at} responds). Find out which device uses it, then choose another VIP or free this one. If it is this cluster's own VIP, provide a cluster token and check again.`,
  };
  return { verdict: 'error', message, facts: { ports: [...ports] } };
}

function quiet(vip: string, found: Found, isReached: boolean): Sight {
  if (found.refused.length > 0) {
    const message = {
      zh: `VIP ${vip} 没有可用的服务，但该地址拒绝了连接（端口 ${found.refused.join(', ')}），很可能已被占用；请查明是哪台设备，或更换 VIP。`,
      en: `No service runs on VIP ${vip}, but the address refuses connections (port ${found.refused.join(', ')}) and is probably in use. Find out which device uses it, or choose another VIP.`,
    };
    return { verdict: 'warning', message, facts: { refused: [...found.refused] } };
  }
  if (!isReached || found.silent.length === 0) {
    const message = {
      zh: `从本机到不了 VIP ${vip} 所在的网络，无法判断它是否被占用；先解决连接问题，再重新检查。`,
      en: `The network of VIP ${vip} is unreachable from this computer, so it is unknown whether the VIP is in use. Fix the connection, then check again.`,
    };
    return { verdict: 'unknown', message };
  }
  const message = {
    zh: `VIP ${vip} 没有设备应答（端口 ${found.silent.join(', ')}），可以使用。`,
    en: `VIP ${vip} is free (no response on port ${found.silent.join(', ')}).`,
  };
  return { verdict: 'ok', message, facts: { silent: [...found.silent] } };
}

function owned(vip: string, by: string): Sight {
  const message = {
    zh: `VIP ${vip} 由本集群使用。`,
    en: `VIP ${vip} is used by this cluster.`,
  };
  return { verdict: 'ok', message, facts: { knownBy: by } };
}

/** Whether the planned VIP is free: a plain connection to the ports where something would answer, nothing sent. */
export function vipItem(question: VipQuestion): Promise<PreflightItem> {
  const { vip, site, signal } = question;
  return looking({ code: vipCode, subject: vip ?? 'VIP' }, signal, async () => {
    if (vip === null) {
      const message = {
        zh: '规划表未填写 VIP，无需检查；设置 VIP 的步骤会跳过。',
        en: 'The workbook has no VIP, so there is nothing to check. The VIP step will be skipped.',
      };
      return { verdict: 'unknown', message };
    }
    const found = await lookAtPorts(vip, question);
    if (found.open.length === 0) {
      return quiet(vip, found, question.isReached);
    }
    const isAsked = hostOf(site.cluster.baseUrl) === vip;
    const by = isAsked ? 'address' : await ownership(vip, question);
    return by === null ? inUse(vip, found.open) : owned(vip, by);
  });
}
