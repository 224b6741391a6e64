import type { Migration } from '../migrate.ts';

/** Accepted TLS and SSH keys by site, and the chunks of an upload that the server has confirmed (outside the feed). */
export const sitesAndUploads: Migration = {
  version: 20,
  name: 'sites-and-uploads',
  sql: `
    CREATE TABLE site_key (
      site TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('tls', 'ssh')),
      subject TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      accepted_at_ms INTEGER NOT NULL,
      PRIMARY KEY (site, kind, subject, fingerprint)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE upload_chunk (
      image_uuid TEXT NOT NULL,
      chunk INTEGER NOT NULL,
      PRIMARY KEY (image_uuid, chunk)
    ) STRICT, WITHOUT ROWID;
  `,
};
