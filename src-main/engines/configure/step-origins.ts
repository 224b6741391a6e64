/** What the preview says of a step beside its probe: the calls it makes, and the cells of the sheet that it works from. */
import type { CellReference, SitePlan } from '../../contract/site-plan.ts';
import { type Text, verbatim } from '../../contract/text.ts';
import type { Candidate } from './steps/planning.ts';

const login: Text = { zh: 'SSH 登录', en: 'SSH login' };

/** By the first part of the step's key. As the calls are sent; what is told only by the answer to an earlier one is `…`. */
const callsOf: Readonly<Record<string, readonly Text[]>> = {
  identity: [verbatim('GET /api/v2/deployment/deploy_verify')],
  scan: [verbatim('GET /api/v2/deployment/host')],
  root: [verbatim('POST /api/v3/users:setupRoot')],
  session: [verbatim('POST /api/v3/sessions')],
  vip: [verbatim('PUT /api/v2/settings/vip')],
  dns: [verbatim('PUT /api/v2/settings/dns')],
  ntp: [verbatim('PUT /api/v2/settings/ntp')],
  ipmi: [verbatim('POST /api/v2/ipmi/upsert_accounts')],
  vds: [verbatim('POST /api/v2/network/vds')],
  vlan: [verbatim('POST /api/v2/network/vds/…/vlans')],
  'vlan-count': [verbatim('GET /api/v2/network/vds')],
  password: [verbatim('SSH chpasswd'), login],
  iso: [verbatim('POST /api/v2/svt_image/create_volume'), verbatim('POST /api/v2/svt_image/upload_template')],
  serial: [verbatim('GET /api/v2/tools/license')],
  'write-back': [{ zh: '写本机文件', en: 'Writes a local file' }],
  report: [{ zh: '写本机文件', en: 'Writes a local file' }],
};

/** A row says where to look, it does not repeat the sheet. */
const mostCells = 4;

function cellsOf({ origins }: SitePlan, paths: readonly string[]): readonly CellReference[] {
  const below = (path: string): CellReference[] =>
    Object.keys(origins)
      .filter((key) => key.startsWith(`${path}.`) || key.startsWith(`${path}[`))
      .flatMap((key) => origins[key] ?? []);
  const found = paths.flatMap((path) => origins[path] ?? below(path));
  const unique = new Map(found.map((one) => [`${one.sheet}!${one.cell}`, one]));
  return [...unique.values()].slice(0, mostCells);
}

/** The candidate with what the preview shows of it. */
export function withOrigins(candidate: Candidate, plan: SitePlan): Candidate {
  const { step, consumes, mentions = [] } = candidate;
  const calls = callsOf[step.key.split(':')[0] ?? ''] ?? [];
  return { ...candidate, step: { ...step, calls, sources: cellsOf(plan, [...consumes, ...mentions]) } };
}
