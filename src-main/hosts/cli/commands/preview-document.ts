/** The shape of a preview's --json document, for docs/cli.md. */
export const previewDocument =
  '{steps: [{key, title, verdict: done|todo|blocked|unreadable|skipped, found?, change?, undo: none|possible, group, calls: [text], cells: [{sheet, cell}], looksOnly, mandatory, asks?, awaits?: [key], expands?, dependsOn: [key]}], leftOut: [{key, because, title?, cells?, kind?}], identity: [uuid] or null, faults?: [SPEC]}';
