/** Composition root: the store, the adapters, the engines, recovery, ready. Hosts know this file, the api and the contract. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from './adapters/clock.ts';
import { createRunFolders } from './adapters/files/run-folders.ts';
import { createRunLogs } from './adapters/files/run-log.ts';
import { createRedactor } from './adapters/secrets/redactor.ts';
import { createSecretStore, type SecretCipher } from './adapters/secrets/secret-store.ts';
import { createSecretVault } from './adapters/secrets/vault.ts';
import { createBackups, type Backups } from './adapters/sqlite/backups.ts';
import { openDatabase } from './adapters/sqlite/open-database.ts';
import { SqliteRunStore } from './adapters/sqlite/run-store.ts';
import { createHomeSettings } from './adapters/sqlite/home-settings.ts';
import { createSiteKeys } from './adapters/sqlite/site-keys.ts';
import type { Application } from './api/application.ts';
import type { LogStream } from './contract/feed.ts';
import { unlistedNotice } from './contract/unlisted-runs.ts';
import { createChangeFeed } from './feed/changes.ts';
import { openEngines } from './services/open-engines.ts';
import { createOwnerApplication } from './services/owner-application.ts';
import { createConnections } from './services/connections/connections.ts';
import { createPracticeSites } from './services/practice/practice-sites.ts';
import type { Sleep } from './contract/after-sleep.ts';
import { toErrorRecord } from './contract/errors.ts';
import { createRunRemoval, type RunRemoval } from './services/runs/remove-runs.ts';
import { createRunTopics, type RunTopics } from './services/runs/run-topics.ts';
import { createRunViews } from './services/runs/run-views.ts';
import type { OpenHome, Services } from './services/open-home.ts';
import { createStepCalls } from './services/runs/step-calls.ts';
import type { BoundEngine } from './runner/bound-engine.ts';
import { createWatch, type Watch } from './runner/observers.ts';
import type { RunObserver } from './runner/ports.ts';
import { Runner } from './runner/runner.ts';

export type { SecretCipher } from './adapters/secrets/secret-store.ts';
export { practiceFaults, requireFaults, servePractice } from './services/practice/serve-practice.ts';

export interface Runtime {
  /** Of this process and home, for as long as it owns it. */
  readonly ownerId: string;
  readonly application: Application;
  /** See `Runner.slept`. */
  slept(sleep: Sleep): Promise<void>;
  readonly redact: (text: string) => string;
  /** Runs that are at work now and would be interrupted by leaving; those that only watch are not among them. */
  actingRunIds(): readonly string[];
  /** Resolves when those have ended or wait. */
  untilIdle(): Promise<void>;
  close(): Promise<void>;
}

const databaseIn = (home: string): string => join(home, 'sitewright.db');

export interface RuntimeOptions {
  /** Called after every commit: the named moments at which crash tests kill the process. */
  readonly onCommit?: () => void;
  /** Takes what the person at the machine should know of the home itself, such as a backup that was not made. */
  readonly notice?: (text: string) => void;
  /** Takes a failure that belongs to no run, for the owner's log; redacted. */
  readonly report?: (text: string) => void;
  /** The system's keystore, where this process may use one; without it secrets are in memory only. */
  readonly cipher?: SecretCipher | null;
}

/** What the logs are asked and told. */
interface LogHooks {
  /** The name of the own log of runs of that kind. */
  readonly logNameOf: (kind: string) => string;
  readonly onGrown: (stream: LogStream) => void;
}

/** The store and what stands directly on it. */
function openServices(
  home: string,
  { cipher = null, report, notice = () => undefined }: RuntimeOptions,
  hooks: LogHooks,
): {
  readonly store: SqliteRunStore;
  readonly services: Services;
  readonly backups: Backups;
  readonly removal: RunRemoval;
} {
  const clock = systemClock;
  const redactor = createRedactor();
  const redact = (text: string): string => redactor.redact(text);
  const runsDirectory = join(home, 'runs');
  const folders = createRunFolders(runsDirectory);
  const path = databaseIn(home);
  const database = openDatabase(path, folders);
  const logs = createRunLogs({
    runsDirectory,
    onGap: notice,
    nameOf: (run) => hooks.logNameOf(store.kindOf(run)),
    // A row that could not be kept is tried again when the log is opened again; its lines are in the file.
    onOpen: (run, stream) => void store.addLogStream(run, stream).catch(() => undefined),
    onGrown: (runId, stream, size) => hooks.onGrown({ runId, ...stream, ...size }),
    redact,
  });
  const store = new SqliteRunStore(database, redact, folders);
  const backups = createBackups({ database, path, elapsed: () => clock.elapsed(), report: notice });
  // Decisions about a workbook, a site that was chosen: not only runs are worth a copy.
  database.onWritten(() => backups.changed());
  const secrets = createSecretStore({
    file: join(home, 'passwords.sealed'),
    storeId: store.facts().storeId,
    cipher,
    report: (text) => report?.(redact(text)),
  });
  const siteKeys = createSiteKeys(database);
  const vault = createSecretVault(redactor, secrets);
  const practice = createPracticeSites(home, () => clock.now());
  const { env } = process;
  const services: Services = {
    home,
    clock,
    redactor,
    logs,
    vault,
    calls: createStepCalls((text) => redactor.mask(text)),
    database,
    siteKeys,
    settings: createHomeSettings(database),
    connections: createConnections({ database, store, redactor, vault, siteKeys, practice, clock, env }),
    practice,
  };
  const removal = createRunRemoval({ store, database, folders, logs });
  removal.removeLeftFolders((thrown) => notice(toErrorRecord(thrown).message.en));
  const unlisted = removal.unlisted();
  if (unlisted.length > 0) {
    notice(unlistedNotice(runsDirectory, unlisted).en);
  }
  return { store, services, backups, removal };
}

/** Follows what the engines watch; asked again after each commit, because that may be a new thing to watch. */
function startWatching(
  engines: readonly BoundEngine[],
  store: SqliteRunStore,
  report: (text: string) => void,
): Watch {
  const watch = createWatch({
    store,
    clock: systemClock,
    random: () => Math.random(),
    onFailure: (key, thrown) => report(`watching ${key} stopped: ${toErrorRecord(thrown).message.en}`),
  });
  const follow = (): void => {
    try {
      watch.follow(engines.flatMap((each) => each.observers()));
    } catch (thrown) {
      // Called after a commit, where nobody could catch it.
      report(`what is to be watched cannot be told: ${toErrorRecord(thrown).message.en}`);
    }
  };
  const stop = store.onCommit(follow);
  follow();
  return {
    ...watch,
    close() {
      stop();
      return watch.close();
    },
  };
}

const mendEveryMs = 2_000;

/** A run that a full disk interrupted is shown as that as soon as there is room, also when nobody asks. */
function mendRegularly(runner: Runner): () => void {
  const timer = setInterval(() => void runner.recoverLost().catch(() => undefined), mendEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

interface ObserverParts {
  readonly services: Services;
  readonly topics: RunTopics;
  /** Aborted when the home is closed: a run that gives up after that has nobody left to tell. */
  readonly closed: AbortSignal;
}

function createObserver({ services, topics, closed }: ObserverParts): RunObserver {
  const { calls, logs, clock } = services;
  return {
    within: (attempt, work) => calls.within(attempt, work),
    progress: (run, step, progress) => topics.progress(run, step, progress),
    log(run, { level, step, message, facts }) {
      if (!closed.aborted) {
        logs.append(run, { atMs: clock.now(), level, step, message, facts });
      }
    },
  };
}

/** Opens a home whose lock the caller holds. What a dead owner left running is marked, nothing is gone on with. */
export async function openRuntime(home: string, options: RuntimeOptions = {}): Promise<Runtime> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const clock = systemClock;
  const ownerId = randomUUID();
  const engines: BoundEngine[] = [];
  const { store, services, backups, removal } = openServices(home, options, {
    logNameOf: (kind) => engines.find((each) => each.kind === kind)?.logName ?? 'run',
    onGrown: (stream) => topics.grown(stream),
  });
  const topics = createRunTopics({ reader: store, sizeOf: (run, stream) => logs.size(run, stream), clock });
  const { redactor, logs } = services;
  if (options.onCommit !== undefined) {
    store.onCommit(options.onCommit);
  }
  const views = createRunViews({
    reader: store,
    engines,
    isAtWork: (run) => !runner.isLost(run),
    unlisted: () => removal.unlisted(),
  });
  const closing = new AbortController();
  const observer = createObserver({ services, topics, closed: closing.signal });
  const runner = new Runner(engines, { store, clock, observer });
  const onCommit: OpenHome['onCommit'] = (listener) => store.onCommit(listener);
  const openHome: OpenHome = { services, reader: store, views, runner, onCommit };
  const opened = openEngines(openHome);
  for (const { engine } of opened.services) {
    engines.push(engine, engine.revert());
  }
  const feed = createChangeFeed({
    sources: [
      ...topics.sources,
      services.connections.topic,
      ...opened.services.flatMap((service) => service.topics ?? []),
    ],
    facts: () => store.facts(),
    onCommit,
    instanceId: ownerId,
    clock,
  });
  await runner.recover();
  await services.connections.lookForCredentials();
  const watch = startWatching(engines, store, (text) => options.report?.(redactor.redact(text)));
  const stopMending = mendRegularly(runner);
  return {
    ownerId,
    application: createOwnerApplication({ home: openHome, engines: opened, removal, feed, ownerId }),
    slept: (sleep) => runner.slept(sleep),
    redact: (text) => redactor.redact(text),
    actingRunIds: () => runner.actingRunIds(),
    untilIdle: () => runner.untilIdle(),
    async close() {
      stopMending();
      await watch.close();
      topics.close();
      await services.practice.close();
      closing.abort();
      logs.close();
      await backups.finish();
      store.close();
    },
  };
}
