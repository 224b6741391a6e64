import { existsSync, renameSync, rmSync } from 'node:fs';
import { readFileAtOnce } from '../../files/open-file.ts';
import { z } from 'zod';
import { AppError, toErrorRecord } from '../../contract/errors.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import { errnoOf } from '../http/system-error.ts';

/** The system's keystore: what it encrypts only this person on this machine can decrypt. Both throw where it refuses. */
export interface SecretCipher {
  encrypt(text: string): Uint8Array;
  decrypt(sealed: Uint8Array): string;
}

const keptSecretSchema = z.object({
  owner: z.string(),
  key: z.string(),
  value: z.string(),
  /** A whole text with secrets in it, such as a kubeconfig, instead of one. */
  isDocument: z.boolean().exactOptional(),
});

/** A secret that a person gave to be kept. `owner`: whose it is (`import/3`); `key`: what it is called there. */
export type KeptSecret = z.infer<typeof keptSecretSchema>;

/** Keeps secrets beyond the process, where the system has a keystore. */
export interface SecretStore {
  /** `memory`: nothing outlives the process. */
  kind(): 'memory' | 'safeStorage';
  /** What former processes kept; none where that cannot be read. */
  read(): readonly KeptSecret[];
  /**
   * Takes the place of all that was kept. What cannot be kept is kept nowhere: an outdated password would be tried on
   * hosts that lock. Throws FILE_UNWRITABLE when even that is impossible.
   */
  replace(secrets: readonly KeptSecret[]): void;
}

export interface SecretStoreParts {
  /** Beside the database; encrypted whole, for its person only. */
  readonly file: string;
  /** The home that the secrets belong to: owners have the same numbers in another one. */
  readonly storeId: string;
  /** Null where the system has no keystore, or a process may not use it. */
  readonly cipher: SecretCipher | null;
  /** Takes a warning for the owner's log. */
  readonly report: (text: string) => void;
}

/** Version 1 held passwords of cells only. */
const keptSchema = z.discriminatedUnion('version', [
  z.object({
    version: z.literal(1),
    storeId: z.string(),
    secrets: z.array(
      z
        .object({ importId: z.number().int(), cell: z.string(), value: z.string() })
        .transform(({ importId, cell, value }) => ({ owner: `import/${importId}`, key: cell, value })),
    ),
  }),
  z.object({ version: z.literal(2), storeId: z.string(), secrets: z.array(keptSecretSchema) }),
]);

const ownerOnly = 0o600;

/** There is no key of ours: without the system's keystore nothing is written, and what another process wrote is not read. */
export function createSecretStore({ file, storeId, cipher, report }: SecretStoreParts): SecretStore {
  // Gone for good once the keystore refuses: what the settings say must stay true.
  let usable = cipher;

  function sealed(secrets: readonly KeptSecret[], keystore: SecretCipher): Uint8Array | null {
    try {
      return keystore.encrypt(
        JSON.stringify({ version: 2, storeId, secrets: [...secrets] } satisfies z.infer<typeof keptSchema>),
      );
    } catch (thrown) {
      usable = null;
      report(`the system's keystore refuses, passwords stay in memory from now on: ${reasonOf(thrown)}`);
      return null;
    }
  }

  return {
    kind: () => (usable === null ? 'memory' : 'safeStorage'),
    read() {
      if (usable === null || !existsSync(file)) {
        return [];
      }
      try {
        const kept = keptSchema.parse(JSON.parse(usable.decrypt(readFileAtOnce(file))));
        if (kept.storeId !== storeId) {
          throw new Error('it belongs to another home');
        }
        return kept.secrets;
      } catch (thrown) {
        setAside(file, report, thrown);
        return [];
      }
    },
    replace(secrets) {
      const content = secrets.length === 0 || usable === null ? null : sealed(secrets, usable);
      if (content === null) {
        remove(file);
      } else {
        writeWholeFile(file, content, { mode: ownerOnly });
      }
    },
  };
}

/** Not what it says: a parser quotes what it cannot read, and that may be a password. */
const reasonOf = (thrown: unknown): string =>
  thrown instanceof SyntaxError || thrown instanceof z.ZodError
    ? 'it does not hold what was kept'
    : toErrorRecord(thrown).message.en;

function setAside(file: string, report: (text: string) => void, thrown: unknown): void {
  const aside = `${file}.unreadable`;
  const why = `the kept passwords cannot be read, they are asked for again: ${reasonOf(thrown)}`;
  try {
    renameSync(file, aside);
    report(`${why}; the file lies at ${aside} now`);
  } catch (refused) {
    // The next password that is kept takes its place.
    report(`${why}; the file ${file} could not be set aside (${errnoOf(refused) ?? String(refused)})`);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (thrown) {
    const reason = errnoOf(thrown) ?? String(thrown);
    const text = {
      zh: `无法删除 ${file}（${reason}）；请关闭正在使用它的程序，然后重试。`,
      en: `${file} cannot be deleted (${reason}). Close the program that uses it, then retry.`,
    };
    throw new AppError('FILE_UNWRITABLE', text, { data: { path: file }, cause: thrown });
  }
}
