import type { PreflightItem } from '../../../contract/preflight.ts';
import type { OpenSite } from '../open-site.ts';
import { looking, type Sight } from './looking.ts';

/** Beyond this, sessions end early, certificates are not valid yet and logs cannot be laid side by side. */
export const largestOffsetMs = 60_000;

type Clock = NonNullable<Awaited<ReturnType<OpenSite['looks']['clock']>>>;

function offsetSight(baseUrl: string, { offsetMs, toleranceMs, said }: Clock): Sight {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const facts = { offsetMs, toleranceMs, siteTime: said };
  if (Math.abs(offsetMs) <= largestOffsetMs) {
    const message = {
      zh: `${baseUrl} 的时钟与本机相差约 ${seconds} 秒。`,
      en: `The clocks of ${baseUrl} and this computer differ by about ${seconds} seconds.`,
    };
    return { verdict: 'ok', message, facts };
  }
  const [zh, en] = offsetMs > 0 ? ['快', 'ahead of'] : ['慢', 'behind'];
  const message = {
    zh: `${baseUrl} 的时钟比本机${zh}约 ${seconds} 秒；请核对哪一边准确，并在开始前校准本机时间或站点的 NTP。`,
    en: `The clock of ${baseUrl} is about ${seconds} seconds ${en} this computer. Find out which one is right, then correct this computer's time or the site's NTP before you start.`,
  };
  return { verdict: 'warning', message, facts };
}

/** How far apart the site's clock and this laptop's are, to about a second: that is what an HTTP date tells. */
export function clockItem(
  baseUrl: string,
  looks: Pick<OpenSite['looks'], 'clock'>,
  signal: AbortSignal,
): Promise<PreflightItem> {
  return looking({ code: 'clock-skew', subject: baseUrl }, signal, async () => {
    const clock = await looks.clock(signal);
    if (clock !== null) {
      return offsetSight(baseUrl, clock);
    }
    const message = {
      zh: `${baseUrl} 的应答没有给出时间，无法比较时钟；请在节点控制台上核对时间。`,
      en: `${baseUrl} does not report its time, so the clocks cannot be compared. Check the time on the node console.`,
    };
    return { verdict: 'unknown', message };
  });
}
