import type { Imports } from '../../adapters/sqlite/imports.ts';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import { isAppError } from '../../contract/errors.ts';
import { shortIdentity } from '../../contract/short-identity.ts';
import {
  configureInputSchema,
  toReportDraft,
  type ConfigureInput,
  type ReportSources,
} from '../../engines/configure/index.ts';
import { productVersion } from '../../version.ts';
import type { PlanService } from './plan-service.ts';
import { renderDraft, withUndone, type DraftedReport, type EngineReport } from '../runs/reports.ts';
import type { OpenHome } from '../open-home.ts';

export interface ReportService extends EngineReport {
  /** The report in the run's own language. */
  makeOwn(run: string): Promise<string>;
}

export interface ReportPorts {
  readonly home: Pick<OpenHome, 'reader' | 'views'>;
  readonly imports: Pick<Imports, 'find'>;
  readonly redactor: Redactor;
  /** The secrets of the sheet the run was made from, as far as it can still be read. */
  readonly secretsOf: (input: ConfigureInput) => Promise<Iterable<string>>;
  readonly now: () => number;
}

export function createReportService(ports: ReportPorts): ReportService {
  const { home, imports, redactor, secretsOf, now } = ports;
  function sourcesOf(runId: string): ReportSources {
    const { views, reader } = home;
    const stored = views.load(runId);
    const input = configureInputSchema.parse(stored.input);
    const decided = imports.find(input.workbook.path);
    const parts = Object.values(stored.identity).flat();
    const identity = parts.length === 0 ? null : shortIdentity(parts);
    return {
      input,
      run: views.row(runId),
      steps: views.steps(runId),
      interventions: reader.interventions(runId),
      journal: views.journal(runId),
      identity,
      ignored: decided?.ignored ?? [],
      overrides: decided?.overrides ?? [],
      productVersion,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      now: now(),
    };
  }

  /** A process that did not run it does not know its secrets, and what nobody knows nobody can find. */
  async function learnSecrets(input: ConfigureInput): Promise<void> {
    for (const secret of await secretsOf(input)) {
      redactor.add(secret);
    }
  }

  function drafted(sources: ReportSources): DraftedReport {
    const names = accountsOf(sources.input);
    return {
      document: toReportDraft(sources),
      holdsSecret: (text) => redactor.holdsSecret(text, names),
    };
  }

  return {
    async draft(run) {
      const sources = sourcesOf(run);
      await learnSecrets(sources.input);
      return drafted(sources);
    },
    async makeOwn(run) {
      const sources = sourcesOf(run);
      return renderDraft(withUndone(drafted(sources), sources), sources.input.language);
    },
  };
}

/** Names of accounts stand in the report; a password that is the name of its account is none there. */
export function accountsOf({ plan }: ConfigureInput): ReadonlySet<string> {
  const users = plan.hosts.flatMap(({ bmc, accounts }) => [bmc.user, ...accounts.map(({ user }) => user)]);
  return new Set([plan.cluster.administrator.user, ...users].filter((user) => user !== null));
}

/** The secrets as they stand in the sheet now; none where it is gone or cannot be read any more. */
export async function sheetSecrets(
  plans: PlanService,
  { workbook, plan }: ConfigureInput,
): Promise<Iterable<string>> {
  try {
    return (await plans.read({ path: workbook.path, profile: plan.profile })).secrets.values();
  } catch (thrown) {
    if (isAppError(thrown)) {
      return [];
    }
    throw thrown;
  }
}
