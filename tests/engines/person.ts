import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { createInProcessClient, type AppClient } from '../../src-main/api/wire/client.ts';
import { router } from '../../src-main/api/router.ts';
import type { ConfigureRequest, ImportDocument } from '../../src-main/contract/configure.ts';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { createContexts } from '../support/call-context.ts';
import type { Scene } from '../support/configure-scene.ts';
import { buildSampleWorkbook } from '../support/sample-workbook.ts';
import type { SampleChanges } from '../support/sample-sheets.ts';

/** Somebody who works with a home by its procedures, as every host does. */
export interface Person {
  readonly client: AppClient;
  /** The scene's workbook, as the procedures about a sheet name it. */
  readonly sheet: { readonly file: string };
  readonly reads: (path: string) => string;
  readonly writes: (path: string) => string;
  readonly request: (changes?: Partial<ConfigureRequest>) => ConfigureRequest;
  /** Has the scene's workbook read; its version is then part of the home. */
  readonly imported: () => Promise<ImportDocument>;
  configure(changes?: Partial<ConfigureRequest>): Promise<RunDocument>;
  answer(run: string, choice: string, given?: { value?: string; reason?: string }): Promise<RunDocument>;
}

/** A client of the scene's process as it is now: after a restart of the runtime one asks for another. */
export function personAt(scene: Scene, by = 'chen'): Person {
  const { contextFor } = createContexts(scene.application());
  const context = contextFor({ kind: 'in-process', by });
  const client = createInProcessClient(router, context);
  const reads = (path: string): string => context.grants.grant('read', path);
  const request: Person['request'] = (changes = {}) => ({
    file: reads(scene.workbook),
    iso: null,
    language: 'en',
    overwriteSerial: false,
    site: { kind: 'practice', url: scene.site().url },
    only: [],
    skip: [],
    acceptFingerprints: [],
    secrets: [],
    ...changes,
  });
  return {
    client,
    reads,
    request,
    sheet: { file: reads(scene.workbook) },
    writes: (path) => context.grants.grant('write', path),
    imported: () => client.imports.open({ file: reads(scene.workbook) }),
    async configure(changes) {
      const run = await client.runs.start({ ...configureOrder(request(changes)), confirmed: true });
      return client.runs.settled({ run });
    },
    async answer(
      run,
      choice,
      { value = null, reason = null }: { value?: string | null; reason?: string | null } = {},
    ) {
      await client.runs.answer({ run, question: null, choice, value, reason });
      return client.runs.settled({ run });
    },
  };
}

const coreProperties = (by: string): string =>
  `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/"><cp:lastModifiedBy>${by}</cp:lastModifiedBy><dcterms:modified>2026-11-20T08:30:00Z</dcterms:modified></cp:coreProperties>`;

/** Writes the whole sample plan as a spreadsheet program does for whoever saves it. */
export function saveSheetAs(path: string, by: string, changes: SampleChanges = {}): void {
  buildSampleWorkbook(path, {
    ...changes,
    editParts(parts) {
      parts['docProps/core.xml'] = coreProperties(by);
      parts['_rels/.rels'] = (parts['_rels/.rels'] ?? '').replace(
        '</Relationships>',
        '<Relationship Id="rIdCore" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
      );
    },
  });
}
