import { previewDocument } from '../preview-document.ts';

/** The shapes of the --json documents of `configure`, for docs/cli.md. */
export const documents = {
  '--preview': previewDocument,
  '--preflight':
    '{items: [{code, subject, verdict: ok|warning|error|unknown, message, facts?, wants?: logins|token}]}',
  '--pairing':
    '{pairing: [{planned, uuid, serial, hostname, bmcAddress, agreeing, verdict: paired|ambiguous|missing}]}',
} as const;
