import { rangeName } from '../grid/cell-address.ts';
import { labelForm } from '../grid/text-form.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { Field } from '../plan/field.ts';
import { isSampleValue } from '../plan/sample-values.ts';
import { networkLayoutOf } from '../plan/values.ts';
import type { Problem } from './catalog.ts';
import { referenceText, runsOf, spanOf } from './cells.ts';

/** Rules that compare one sheet with another, or the plan with what the tool can do. */
export function checkConsistency(draft: SiteDraft): readonly Problem[] {
  return [
    ...sampleValues(draft),
    ...unsupported(draft),
    ...version(draft),
    ...nodeCount(draft),
    ...racks(draft),
    ...speeds(draft),
  ];
}

function sampleValues({ customer, project, dataCenter, cluster, hosts }: SiteDraft): readonly Problem[] {
  const fields = [customer, project, dataCenter, cluster.name, ...hosts.map((host) => host.fields.name)];
  const entries = fields
    .filter((field) => field !== null)
    .filter((field) => isSampleValue(field.text))
    .map((field) => ({ field }));
  return runsOf(entries).map((run) => ({
    code: 'sample-value',
    at: run.at,
    details: { value: run.entries.map((entry) => entry.field.text).join(', ') },
  }));
}

function unsupported({ cluster }: SiteDraft): readonly Problem[] {
  const problems: Problem[] = [];
  if (cluster.functions !== null && /rdma/i.test(cluster.functions.text)) {
    problems.push({ code: 'rdma', at: cluster.functions.at });
  }
  if (cluster.networkLayout !== null && networkLayoutOf(cluster.networkLayout) === 'converged') {
    problems.push({ code: 'layout', at: cluster.networkLayout.at, blocks: ['cluster.networkLayout'] });
  }
  return problems;
}

function version({ cluster, confirmations }: SiteDraft): readonly Problem[] {
  const [planned, confirmed] = [cluster.version, confirmations.version];
  if (planned === null || confirmed === null || planned.text === '' || confirmed.text === '') {
    return [];
  }
  return labelForm(planned.text) === labelForm(confirmed.text)
    ? []
    : [
        {
          code: 'version',
          at: planned.at,
          details: { value: planned.text, other: confirmed.text, cell: confirmed.at.cell },
        },
      ];
}

function nodeCount({ confirmations, hosts }: SiteDraft): readonly Problem[] {
  const confirmed = confirmations.nodeCount;
  const isCount = confirmed !== null && /^\d{1,4}$/.test(confirmed.text);
  return !isCount || Number(confirmed.text) === hosts.length
    ? []
    : [
        {
          code: 'node-count',
          at: confirmed.at,
          details: { value: confirmed.text, other: String(hosts.length) },
        },
      ];
}

/** Reported at the headings of the drawn racks. */
function racks({ racks: drawn, hosts }: SiteDraft): readonly Problem[] {
  const [first] = drawn;
  const known = new Set(drawn.map((rack) => labelForm(rack.name)));
  const strangers = hosts
    .map((host) => host.fields.rack)
    .filter((field) => field.text !== '' && !known.has(labelForm(field.text)));
  if (first === undefined || strangers.length === 0) {
    return [];
  }
  const rows = drawn.map((rack) => rack.place.row);
  const columns = drawn.map((rack) => rack.place.column);
  const range = {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  };
  const planned = spanOf(strangers);
  return [
    {
      code: 'rack',
      at: { sheet: first.sheet.title, cell: rangeName(range) },
      details: {
        names: [...new Set(strangers.map((field) => field.text))].join(', '),
        cell: `${planned.sheet}!${planned.cell}`,
      },
    },
  ];
}

function speeds({ switches, ports }: SiteDraft): readonly Problem[] {
  return switches.flatMap(({ name, speed }) => {
    const differing = ports.filter(
      (port) => labelForm(port.switchName.text) === labelForm(name.text) && isDifferent(port.speed, speed),
    );
    return runsOf(differing.map((port) => ({ field: port.speed }))).map((run) => ({
      code: 'speed' as const,
      at: run.at,
      details: {
        switch: name.text,
        value: run.entries[0]?.field.text ?? '',
        other: speed.text,
        cell: referenceText(speed),
      },
    }));
  });
}

function isDifferent(left: Field, right: Field): boolean {
  return left.text !== '' && right.text !== '' && labelForm(left.text) !== labelForm(right.text);
}
