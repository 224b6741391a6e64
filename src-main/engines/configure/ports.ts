import type { Difference } from '../../contract/run.ts';
import type { SitePlan } from '../../contract/site-plan.ts';
import type { Text } from '../../contract/text.ts';
import type { CallOptions, Reading } from '../../ports/reading.ts';
import type { LocalFiles } from '../../ports/local-files.ts';

/**
 * What the configure engine needs of the world. Adapters implement these against a real SmartX cluster, the practice
 * site answers the same protocol, and unit tests hand in fakes. Every call throws AppError; none retries by itself.
 */

/** A login; a password that was refused a moment ago is not tried again unless a person asked for just that. */
export interface LoginOptions extends CallOptions {
  readonly isAskedFor?: boolean;
}

export interface ScannedHost {
  readonly uuid: string;
  readonly hostname: string | null;
  readonly serial: string | null;
  readonly addresses: readonly string[];
  readonly nics: readonly string[];
  readonly version: string | null;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Session {
  readonly token: string;
  /** Milliseconds since the epoch, or null when the system did not say. */
  readonly expiresAt: number | null;
}

export interface IpmiAccount {
  readonly nodeUuid: string;
  readonly nodeName: string;
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

export interface IpmiState {
  readonly nodeUuid: string;
  readonly host: string;
  readonly user: string;
  readonly isValid: boolean | null;
}

/** `isSilent`: the status said yes and nothing else was said. */
export type IpmiResult =
  { readonly accepted: true; readonly isSilent?: true } | { readonly accepted: false; readonly why: Text };

export interface JobState {
  readonly jobId: string;
  readonly state: 'pending' | 'done' | 'failed';
  /** The system's own word for the state. */
  readonly rawState: string;
  readonly message: string | null;
  /** The uuid of the first resource of the job, wherever this dialect puts it. */
  readonly resourceUuid: string | null;
}

export interface Vds {
  readonly uuid: string;
  readonly name: string;
  readonly bondMode: string | null;
  readonly vlansCount: number | null;
  readonly hosts: readonly { readonly hostUuid: string; readonly nics: readonly string[] }[];
}

export interface Vlan {
  readonly uuid: string;
  readonly name: string;
  readonly vlanId: number;
  readonly vdsUuid: string;
}

export interface SvtVolume {
  readonly imageUuid: string;
  readonly volumeId: string;
  readonly chunkSize: number;
  /** Chunk numbers still to send. */
  readonly toUpload: readonly number[];
  readonly imagePath: string | null;
}

export interface SvtImage {
  readonly imageUuid: string;
  readonly name: string;
  readonly sizeBytes: number | null;
  /** Null where the list does not say. */
  readonly toUpload: readonly number[] | null;
  readonly volumeId: string | null;
}

/** What the system says after a chunk, in whichever dialect. */
export interface ChunkAnswer {
  readonly toUpload: readonly number[] | null;
  readonly nextChunk: number | null;
}

/** A job to poll, or null when the call was answered as done at once. */
export interface Accepted {
  readonly jobId: string | null;
  /** The status said yes and nothing else was said: only reading back tells whether it was done. */
  readonly isSilent?: boolean;
}

/** An object of the cluster: found by its UUID, told to people by its name. */
export interface Named {
  readonly uuid: string;
  readonly name: string;
}

/**
 * One SmartX cluster behind one base URL. Calls below `setupRoot` send the session token set with `useToken`;
 * a 401 surfaces as SESSION_EXPIRED. Reads that are not documented answer `unreadable` on 404, 405 and 501.
 */
export interface SmartxCluster {
  readonly baseUrl: string;
  useToken(token: string | null): void;
  /** TLS fingerprint in use (SHA-256, upper-case hex with colons), null over http. Throws TLS_UNKNOWN / TLS_CHANGED before anything is sent. */
  checkConnection(options: CallOptions): Promise<{ readonly fingerprint: string | null }>;
  verifyDeployed(
    options: CallOptions,
  ): Promise<{ readonly isDeployed: boolean; readonly platform: string | null }>;
  scanHosts(options: CallOptions): Promise<readonly ScannedHost[]>;
  /** `already` when the system says root is set up. */
  setupRoot(credentials: Credentials, options: CallOptions): Promise<'created' | 'already'>;
  login(credentials: Credentials, options: LoginOptions): Promise<Session>;
  readVip(options: CallOptions): Promise<Reading<string | null>>;
  setVip(vip: string, options: CallOptions): Promise<Accepted>;
  readDns(options: CallOptions): Promise<Reading<readonly string[]>>;
  setDns(servers: readonly string[], options: CallOptions): Promise<Accepted>;
  readNtp(
    options: CallOptions,
  ): Promise<Reading<{ readonly mode: string; readonly servers: readonly string[] }>>;
  setNtp(servers: readonly string[], options: CallOptions): Promise<Accepted>;
  readIpmi(options: CallOptions): Promise<Reading<readonly IpmiState[]>>;
  upsertIpmi(account: IpmiAccount, options: CallOptions): Promise<IpmiResult>;
  job(jobId: string, options: CallOptions): Promise<JobState>;
  listVds(options: CallOptions): Promise<readonly Vds[]>;
  createVds(
    vds: {
      readonly name: string;
      readonly bondMode: string;
      readonly hosts: readonly {
        readonly hostUuid: string;
        readonly nics: readonly string[];
        readonly dataIp: string | null;
      }[];
    },
    options: CallOptions,
  ): Promise<Accepted & { readonly uuid: string | null }>;
  deleteVds(vds: Named, options: CallOptions): Promise<Accepted>;
  listVlans(vds: Named, options: CallOptions): Promise<Reading<readonly Vlan[]>>;
  /** `vlans_count` of the switch itself, which may lag behind; unreadable where the switch cannot be asked or gives none. */
  countVlans(vds: Named, options: CallOptions): Promise<Reading<number>>;
  createVlan(
    vlan: { readonly vdsUuid: string; readonly name: string; readonly vlanId: number },
    options: CallOptions,
  ): Promise<Vlan>;
  deleteVlan(vlan: Named & { readonly vdsUuid: string }, options: CallOptions): Promise<void>;
  createSvtVolume(
    file: { readonly name: string; readonly sizeBytes: number },
    options: CallOptions,
  ): Promise<SvtVolume>;
  /** Names of the images there; used to recognise our own upload. */
  listSvtImages(options: CallOptions): Promise<Reading<readonly SvtImage[]>>;
  deleteImage(image: Named, options: CallOptions): Promise<void>;
  /** The serial in whichever dialect, null when the answer holds none; throws SERIAL_MISSING for what has not the form of one. */
  readSerial(options: CallOptions): Promise<string | null>;
}

/** Which chunks the server has confirmed, kept across restarts and outside the feed. */
export interface ChunkMap {
  load(imageUuid: string): readonly number[];
  confirm(imageUuid: string, chunk: number): void;
  forget(imageUuid: string): void;
}

export interface UploadProgress {
  readonly chunk: number;
  readonly chunks: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly remainingMs: number | null;
}

export interface UploadRequest {
  readonly cluster: SmartxCluster;
  readonly token: string;
  readonly filePath: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly volume: SvtVolume;
  readonly chunkMap: ChunkMap;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: UploadProgress) => void;
  /** A chunk failed and is sent again, for the log. */
  readonly onRetry: (chunk: number, tries: number, because: Text) => void;
  /** Called on SESSION_EXPIRED; answers a fresh token. */
  readonly renewToken: () => Promise<string>;
}

export interface UploadResult {
  /** SHA-256 of the whole file, lower-case hex, from the bytes as they were sent (chunks already there are hashed from the file). */
  readonly sha256: string;
  readonly sentChunks: number;
  readonly reusedChunks: number;
  /** The cluster itself has said, after a chunk, that it lacks nothing more. */
  readonly isConfirmed: boolean;
}

/** Sends what the volume lacks; two retries per chunk, then UPLOAD_FAILED. The redo with a new volume is the engine's. */
export interface Uploader {
  upload(request: UploadRequest): Promise<UploadResult>;
}

export interface HostLogin {
  /** The address as the sheet has it; the adapter knows where that is reached. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

/** `wrong` only where the host has said so; `unknown` where it could not be checked, with what the host said. */
export type PasswordCheck =
  { readonly kind: 'right' } | { readonly kind: 'wrong' } | { readonly kind: 'unknown'; readonly why: Text };

/** SSH to the hosts. Unknown or changed host keys throw SSH_KEY_UNKNOWN / SSH_KEY_CHANGED before a password is sent. */
export interface HostAccess {
  /** Exactly one login attempt. `refused` when the password (or this account's login) is not accepted. */
  tryLogin(login: HostLogin, options: LoginOptions): Promise<'ok' | 'refused'>;
  /** Sets passwords through `chpasswd` on standard input, with sudo when the login is not root. Never in argv. */
  setPasswords(login: HostLogin, passwords: readonly Credentials[], options: CallOptions): Promise<void>;
  /** Whether the given account has this password, checked on the host through another account (root login over SSH may be closed). */
  verifyPassword(login: HostLogin, account: Credentials, options: CallOptions): Promise<PasswordCheck>;
  /** SHA-256 fingerprint (`SHA256:…`) presented by the host, without logging in. */
  hostKey(address: string, options: CallOptions): Promise<string>;
}

export interface WriteBackRequest {
  /** Called when the new file is complete and verified, before it takes the old one's place. */
  readonly beforeReplace?: (hashes: {
    readonly sha256Before: string;
    readonly sha256After: string;
  }) => Promise<void>;
  readonly workbookPath: string;
  /** The workbook's hash as planned from; null when any is accepted. */
  readonly expectedSha256: string | null;
  readonly sheet: string;
  readonly cell: string;
  readonly value: string;
  readonly overwrite: boolean;
}

export interface WriteBackResult {
  readonly path: string;
  readonly copy: boolean;
  readonly backupPath: string | null;
  readonly sha256Before: string;
  readonly sha256After: string;
}

/** The sheet that a run was made from. */
export interface ComparedSheet {
  readonly path: string;
  readonly sha256: string;
  readonly plan: SitePlan;
}

/** What lies at its path now: that sheet, the same one edited, or another one; `differences` are those of what identifies it. */
export interface SheetNow {
  readonly sha256: string;
  readonly verdict: 'same' | 'edited' | 'other';
  /** A person has seen this version, and gone on with the plan as it was. */
  readonly isAgreed: boolean;
  readonly differences: readonly Difference[];
}

/** The planning workbook as the engine may touch it: one cell read, one cell written. */
export interface WorkbookFile {
  readCell(path: string, sheet: string, cell: string): Promise<string | null>;
  compare(sheet: ComparedSheet): Promise<SheetNow>;
  writeCell(request: WriteBackRequest): Promise<WriteBackResult>;
}

/** This laptop's own address in the site's network (`Ethernet 2 10.0.20.200/24`), when the run was first picked up and now. */
export interface LaptopRoute {
  readonly before: string | null;
  readonly now: string | null;
  /** Its addresses in other networks: the site may be reached through a router. */
  readonly elsewhere: readonly string[];
}

/** Everything the engine was given for one run. Acquired when a process picks the run up, released when it lets go. */
export interface ConfigureWorld {
  readonly cluster: SmartxCluster;
  readonly hosts: HostAccess;
  readonly uploader: Uploader;
  readonly chunkMap: ChunkMap;
  readonly workbook: WorkbookFile;
  readonly files: LocalFiles;
  /** The value behind a secret's path in the plan (`hosts[0].bmc.password`), or null when it cannot be resolved now. */
  secret(path: string): string | null;
  /** Password the host account has today, when the engineer gave one (or the practice site made it up). */
  currentPassword(hostName: string, account: string): string | null;
  /** Whether hosts may be logged in to: hosts count logins, so a preview makes none that a person did not ask for. */
  readonly mayLogIn: boolean;
  /** A token configured for when login is impossible (`--token`), or null. */
  configuredToken(): string | null;
  /** Null where the site is on this machine. */
  laptopRoute(): LaptopRoute | null;
  /** Milliseconds since the epoch, UTC: what is written down. */
  now(): number;
  /** Milliseconds since some moment, never set: what a wait is measured by. */
  elapsed(): number;
  /** Waits at least this long, less when aborted (then throws CANCELED). */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
  /** Makes the acceptance report of the run as it stands; answers the file's path inside the run's folder. */
  writeReport(runId: string): Promise<string>;
  /** Registers a key that a person has accepted, for the site of this run. */
  acceptKey(kind: 'tls' | 'ssh', subject: string, fingerprint: string): void;
}
