/** The help text; the contract itself is docs/cli.md. */
export const usage = `sitewright: from planning sheet to signed site

  sitewright plan check <workbook> [--profile ID]                 findings
  sitewright plan show  <workbook> [--profile ID]                 the normalised site plan, without secrets
  sitewright plan findings <workbook> --out FILE.xlsx             the findings as a workbook of their own
  sitewright configure <workbook> (--practice[=URL] | --base-url URL) [--iso FILE] [--preview] [--yes]
        [--token env:NAME] [--current-password env:NAME] [--allow-http] [--accept-fingerprint SHA256]...
        [--overwrite-serial] [--only KEY]... [--skip KEY]... [--fault SPEC]... [--profile ID]
  sitewright runs list | show ID | logs ID | watch ID
  sitewright runs retry ID [--set KEY=VALUE]... [--secret KEY=env:NAME]...
  sitewright runs cancel ID | revert ID [--yes]
  sitewright runs skip ID STEP --reason TEXT | mark-done ID STEP --reason TEXT | adopt ID STEP --reason TEXT
  sitewright runs answer ID [--choose CHOICE] [--value V] [--reason TEXT]
  sitewright report ID --out FILE.html                            the acceptance report of a run
  sitewright practice [--smartx-port N] [--chunk-size BYTES] [--fault SPEC]...    serves until stopped
  sitewright serve [--port N]                                     the gateway, until stopped

Everywhere: --home DIR (or SITEWRIGHT_HOME)   --json   --lang zh-CN|en   --help
Exit codes: 0 done  2 bad input or findings of severity error  3 not found  4 conflict  5 denied  6 unavailable
            7 timeout  1 our bug  10 the run failed  11 the run waits for a person  130 canceled
`;
