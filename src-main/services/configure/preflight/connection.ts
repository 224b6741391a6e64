import type { PreflightItem } from '../../../contract/preflight.ts';
import { asking, notLookedAt, type Sight } from './looking.ts';
import { hostOf } from '../../../adapters/http/connection-rules.ts';
import { isPractice, practiceKey, type Scene } from './scene.ts';
import { errorAt } from './sheet-errors.ts';

export interface Connection {
  readonly items: readonly PreflightItem[];
  /** Something answers at the base URL; it need not be trusted yet. */
  readonly isReached: boolean;
  /** The cluster may be asked: it answers, and its certificate was accepted. */
  readonly isUsable: boolean;
}

const connectionCode = 'connection';
const certificateCode = 'certificate';

function reachedItem({ site }: Scene): PreflightItem {
  const { baseUrl } = site.cluster;
  const message = { zh: `${baseUrl} 可以连接。`, en: `${baseUrl} is reachable.` };
  return { code: connectionCode, subject: baseUrl, verdict: 'ok', message };
}

function acceptedSight(scene: Scene, subject: string, fingerprint: string): Sight {
  if (isPractice(scene)) {
    return { verdict: 'ok', message: practiceKey(fingerprint), facts: { fingerprint } };
  }
  const message = {
    zh: `${subject} 的证书已接受（SHA-256 ${fingerprint}）。`,
    en: `The certificate of ${subject} is accepted (SHA-256 ${fingerprint}).`,
  };
  return { verdict: 'ok', message, facts: { fingerprint } };
}

function plainSight(scene: Scene): Sight {
  const { baseUrl } = scene.site.cluster;
  const facts = { fingerprint: null };
  if (isPractice(scene)) {
    const message = {
      zh: `演练环境 ${baseUrl} 使用 http，没有证书。`,
      en: `Practice site ${baseUrl} uses HTTP and has no certificate.`,
    };
    return { verdict: 'ok', message, facts };
  }
  const message = {
    zh: `${baseUrl} 使用 http，没有证书，密码将以明文传输；节点支持时请改用 https。`,
    en: `${baseUrl} uses HTTP: it has no certificate and passwords are sent unencrypted. Use https if the node supports it.`,
  };
  return { verdict: 'warning', message, facts };
}

const isAboutKey = ({ facts }: Sight): boolean =>
  facts?.['error'] === 'TLS_UNKNOWN' || facts?.['error'] === 'TLS_CHANGED';

/** Whether the node answers, and which certificate it shows. One connection; nothing is sent. */
export async function lookAtConnection(scene: Scene): Promise<Connection> {
  const { site, signal } = scene;
  const { baseUrl } = site.cluster;
  const certificate = { code: certificateCode, subject: baseUrl };
  const asked = await asking(signal, () => site.cluster.checkConnection({ signal }));
  if (asked.kind === 'answer') {
    const { fingerprint } = asked.value;
    const sight = fingerprint === null ? plainSight(scene) : acceptedSight(scene, baseUrl, fingerprint);
    return { items: [reachedItem(scene), { ...certificate, ...sight }], isReached: true, isUsable: true };
  }
  const { sight } = asked;
  if (isAboutKey(sight)) {
    return { items: [reachedItem(scene), { ...certificate, ...sight }], isReached: true, isUsable: false };
  }
  const message = {
    zh: `无法连接 ${baseUrl}，未读取到证书；请先解决连接问题。`,
    en: `${baseUrl} is unreachable, so its certificate could not be read. Fix the connection first.`,
  };
  const unreached = { code: connectionCode, subject: baseUrl, ...sight };
  return { items: [unreached, notLookedAt(certificate, message)], isReached: false, isUsable: false };
}

/**
 * The certificates of the other nodes: the virtual address moves to any of them, so all are accepted beforehand. Only
 * for https on a real site.
 */
export async function nodeCertificates(scene: Scene): Promise<readonly PreflightItem[]> {
  const { plan, site, signal } = scene;
  if (isPractice(scene) || !site.looks.isSecure) {
    return [];
  }
  const asked = hostOf(site.cluster.baseUrl);
  const others = plan.hosts.filter(({ managementIp }) => managementIp !== asked);
  const looks = others.map(async ({ name, managementIp }): Promise<PreflightItem> => {
    const looked = { code: certificateCode, subject: name };
    const error = errorAt(scene, `hosts[${plan.hosts.findIndex((host) => host.name === name)}].managementIp`);
    if (error !== null) {
      return notLookedAt(looked, error);
    }
    const asked = await asking(signal, () => site.looks.certificate(managementIp, signal));
    if (asked.kind === 'failed') {
      // Another node's certificate was accepted, which says nothing against this one; and that the host answers at all
      // is another look's business.
      return { ...looked, ...asked.sight, verdict: isAboutKey(asked.sight) ? 'warning' : 'unknown' };
    }
    const fingerprint = asked.value;
    return {
      ...looked,
      ...(fingerprint === null ? plainSight(scene) : acceptedSight(scene, name, fingerprint)),
    };
  });
  return Promise.all(looks);
}
