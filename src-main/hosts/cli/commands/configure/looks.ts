import { configureOrder } from '../../../../contract/configure-order.ts';
/** `configure … --preflight` and `--pairing`: looks at the site before anything is sent to it. */
import type { ConfigureRequest, PairingRow } from '../../../../contract/configure.ts';
import type { PreflightItem } from '../../../../contract/preflight.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { column } from '../../output.ts';
import type { Waiting } from '../../wait-for-run.ts';

const exitForErrors = 2;

const verdicts: Readonly<Record<PreflightItem['verdict'], Text>> = {
  ok: { zh: '正常', en: 'OK' },
  warning: { zh: '警告', en: 'warning' },
  error: { zh: '错误', en: 'ERROR' },
  unknown: { zh: '未知', en: 'unknown' },
};

const wants: Readonly<Record<NonNullable<PreflightItem['wants']>, Text>> = {
  logins: { zh: '（加 --try-logins）', en: ' (add --try-logins)' },
  token: { zh: '（加 --token env:变量名）', en: ' (add --token env:NAME)' },
};

const pairings: Readonly<Record<PairingRow['verdict'], Text>> = {
  paired: { zh: '已配对', en: 'paired' },
  ambiguous: { zh: '不明确', en: 'AMBIGUOUS' },
  missing: { zh: '未找到', en: 'NOT FOUND' },
};

function preflightLines(items: readonly PreflightItem[], language: Language): readonly string[] {
  return items.map(({ verdict, code, subject, message, wants: wanted }) => {
    const how = wanted === undefined ? '' : textIn(wants[wanted], language);
    return `${column(textIn(verdicts[verdict], language), 8)} ${code} ${subject}: ${textIn(message, language)}${how}`;
  });
}

function pairingLines(rows: readonly PairingRow[], language: Language): readonly string[] {
  return rows.map(({ planned, uuid, serial, hostname, bmcAddress, agreeing, verdict }) => {
    const facts = [uuid, serial, hostname, bmcAddress].map((fact) => fact ?? '—').join('  ');
    return `${column(textIn(pairings[verdict], language), 10)} ${planned}  ${facts}  (${agreeing.join(', ')})`;
  });
}

/** Returns 2 when a host is missing or ambiguous. */
export async function lookAtPairing(
  { access, command, output }: Waiting,
  request: ConfigureRequest,
): Promise<number> {
  const rows = await access.client.configure.pairing(request);
  output.answer({ pairing: rows }, () => pairingLines(rows, command.language));
  return rows.every(({ verdict }) => verdict === 'paired') ? 0 : exitForErrors;
}

/** Returns 2 when something would keep the run from going well. */
export async function lookBefore(
  { access, command, output }: Waiting,
  request: ConfigureRequest,
): Promise<number> {
  const items = await access.client.runs.preflight(configureOrder(request));
  output.answer({ items }, () => preflightLines(items, command.language));
  return items.some(({ verdict }) => verdict === 'error') ? exitForErrors : 0;
}
