/** `configure … --preflight` and `--pairing`: looks at the site before anything is sent to it. */
import { configureOrder } from '../../../contract/configure-order.ts';
import type { ConfigureRequest, PairingRow } from '../../../contract/configure.ts';
import type { PreflightItem } from '../../../contract/preflight.ts';
import { textIn } from '../../../contract/text.ts';
import type { CommandLine } from '../command-line.ts';
import { column } from '../output.ts';
import { textsOf } from '../texts.ts';
import type { Waiting } from '../wait-for-run.ts';

const exitForErrors = 2;

function preflightLines(items: readonly PreflightItem[], { language }: CommandLine): readonly string[] {
  const { look, wants } = textsOf(language);
  return items.map(({ verdict, code, subject, message, wants: wanted }) => {
    const how = wanted === undefined ? '' : wants[wanted];
    return `${column(look[verdict], 8)} ${code} ${subject}: ${textIn(message, language)}${how}`;
  });
}

function pairingLines(rows: readonly PairingRow[], { language }: CommandLine): readonly string[] {
  const { pairing } = textsOf(language);
  return rows.map(({ planned, uuid, serial, hostname, bmcAddress, agreeing, verdict }) => {
    const facts = [uuid, serial, hostname, bmcAddress].map((fact) => fact ?? '—').join('  ');
    return `${column(pairing[verdict], 10)} ${planned}  ${facts}  (${agreeing.join(', ')})`;
  });
}

/** Answers 2 when something would keep the run from going well. */
export async function lookBefore(
  { access, command, output }: Waiting,
  request: ConfigureRequest,
): Promise<number> {
  if (command.values.pairing === true) {
    const rows = await access.client.configure.pairing(request);
    output.answer({ pairing: rows }, () => pairingLines(rows, command));
    return rows.every(({ verdict }) => verdict === 'paired') ? 0 : exitForErrors;
  }
  const items = await access.client.runs.preflight(configureOrder(request));
  output.answer({ items }, () => preflightLines(items, command));
  return items.some(({ verdict }) => verdict === 'error') ? exitForErrors : 0;
}
