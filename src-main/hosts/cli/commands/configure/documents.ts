/** The shapes of the --json documents of `configure`, for docs/cli.md. */
export const documents = {
  '--preview':
    '{steps: [{key, title, verdict: done|todo|blocked|unreadable, found?, change?, undo: none|possible, group, calls: [text], cells: [{sheet, cell}], looksOnly, mandatory, asks?, dependsOn: [key]}], leftOut: [{key, because, title?, cells?}], identity: [uuid] or null, faults?: [SPEC]}',
  '--preflight':
    '{items: [{code, subject, verdict: ok|warning|error|unknown, message, facts?, wants?: logins|token}]}',
  '--pairing':
    '{pairing: [{planned, uuid, serial, hostname, bmcAddress, agreeing, verdict: paired|ambiguous|missing}]}',
} as const;
