import { readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeNewFile } from '../../files/new-file.ts';
import { readFileAtOnce } from '../../files/open-file.ts';
import { z } from 'zod';
import { isWithinLife } from './session-life.ts';

/** By digest, with when each was opened (milliseconds since the epoch). */
export type OpenedSessions = ReadonlyMap<string, number>;

/** Sessions that outlive the gateway's process, so that an open page heals when it comes back at the same port. */
export interface KeptSessions {
  load(): OpenedSessions;
  /** One that cannot be written ends with the process, as if it were not kept. */
  save(sessions: OpenedSessions): void;
}

const fileSchema = z.array(z.tuple([z.string().regex(/^[A-Za-z0-9+/]{43}=$/), z.number().int()])).max(64);

const fileName = (port: number): string => `gateway-${port}.json`;

/** Only digests lie in the home: whoever reads them cannot open a session with them. */
export function keepSessions(home: string, port: number, now: () => number): KeptSessions {
  const file = join(home, fileName(port));
  return {
    load() {
      try {
        const read = fileSchema.parse(JSON.parse(readFileAtOnce(file).toString('utf8')));
        return new Map(read.filter(([, openedAt]) => isWithinLife(openedAt, now())));
      } catch {
        // None were kept, or what lies there is no list of sessions: pages are opened with a new link.
        return new Map();
      }
    },
    save(sessions) {
      try {
        writeNewFile(`${file}.new`, JSON.stringify([...sessions]), 0o600);
        renameSync(`${file}.new`, file);
      } catch {
        // The session works as long as the process does.
      }
    },
  };
}

/** Ports that gateways of this home had, the latest first: a page that is still open waits at one of them. */
export function portsBefore(home: string): readonly number[] {
  const found = entriesOf(home).flatMap((name) => {
    const port = Number(/^gateway-(\d{1,5})\.json$/.exec(name)?.[1] ?? Number.NaN);
    return Number.isNaN(port) || port === 0 || port > 65_535
      ? []
      : [{ port, at: changedAt(join(home, name)) }];
  });
  return found.sort((left, right) => right.at - left.at).map(({ port }) => port);
}

function entriesOf(home: string): readonly string[] {
  try {
    return readdirSync(home);
  } catch {
    return [];
  }
}

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
