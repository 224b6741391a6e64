import type { Text } from '../../contract/text.ts';

/** The help text; the contract itself is docs/cli.md. */
export const usage: Text = {
  zh: `sitewright：从规划表到签字交付

  sitewright plan check <规划表> [--profile ID]                   检查规划表，列出问题
  sitewright plan show  <规划表> [--profile ID]                   站点规划（规范化后），不含密码
  sitewright plan findings <规划表> --out FILE.xlsx [--overwrite]    把问题另存为一份工作簿
  sitewright plan history <规划表> | diff <规划表> [--from SHA256] [--to SHA256]    已读取的版本及差异
  sitewright plan override <规划表> SHEET!CELL (--value V | --secret env:NAME | --restore) [--reason TEXT]
  sitewright plan ignore <规划表> CODE SHEET!CELL (--reason TEXT | --restore)
  sitewright plan mapping <规划表> [--confirm FILE.json]          未知模板版本的匹配
  sitewright configure <规划表> (--practice[=URL] | --base-url URL) [--iso FILE] [--preview | --preflight | --pairing] [--try-logins] [--yes]
        [--token env:NAME] [--current-password env:NAME] [--secret KEY=env:NAME]... [--allow-http] [--accept-fingerprint SHA256]...
        [--overwrite-serial] [--only KEY]... [--skip KEY]... [--fault SPEC]... [--pace real|fast] [--practice-fresh] [--profile ID]
        [--engineer NAME]
  sitewright runs list | show ID | logs ID | watch ID | preview ID [--try-logins]
  sitewright runs retry ID [--set KEY=VALUE]... [--secret KEY=env:NAME]...
  sitewright runs cancel ID | revert ID [--yes] | recheck ID
  sitewright runs skip ID STEP --reason TEXT | mark-done ID STEP --reason TEXT | adopt ID STEP --reason TEXT [--yes]
  sitewright runs answer ID [--choose CHOICE] [--value V] [--reason TEXT]
  sitewright report ID --out FILE.html|FILE.pdf [--overwrite]     执行任务的验收报告
  sitewright practice [--smartx-port N] [--chunk-size BYTES] [--pace real|fast] [--fault SPEC]...    启动演练环境，直到停止
  sitewright serve [--port N]                                     启动网关，直到停止

通用选项：--home DIR（或 SITEWRIGHT_HOME）   --json   --lang zh-CN|en   --help
退出码：0 完成  2 输入有误或有错误级问题  3 不存在  4 冲突  5 被拒绝  6 不可用
        7 超时  1 程序缺陷  10 执行任务失败  11 执行任务等待人工处理  130 已取消
`,
  en: `sitewright: from planning workbook to signed-off site

  sitewright plan check <workbook> [--profile ID]                 check the workbook and list the findings
  sitewright plan show  <workbook> [--profile ID]                 show the normalized site plan, without secrets
  sitewright plan findings <workbook> --out FILE.xlsx [--overwrite]    save the findings as a separate workbook
  sitewright plan history <workbook> | diff <workbook> [--from SHA256] [--to SHA256]    versions read, and their differences
  sitewright plan override <workbook> SHEET!CELL (--value V | --secret env:NAME | --restore) [--reason TEXT]
  sitewright plan ignore <workbook> CODE SHEET!CELL (--reason TEXT | --restore)
  sitewright plan mapping <workbook> [--confirm FILE.json]        map an unknown template revision
  sitewright configure <workbook> (--practice[=URL] | --base-url URL) [--iso FILE] [--preview | --preflight | --pairing] [--try-logins] [--yes]
        [--token env:NAME] [--current-password env:NAME] [--secret KEY=env:NAME]... [--allow-http] [--accept-fingerprint SHA256]...
        [--overwrite-serial] [--only KEY]... [--skip KEY]... [--fault SPEC]... [--pace real|fast] [--practice-fresh] [--profile ID]
        [--engineer NAME]
  sitewright runs list | show ID | logs ID | watch ID | preview ID [--try-logins]
  sitewright runs retry ID [--set KEY=VALUE]... [--secret KEY=env:NAME]...
  sitewright runs cancel ID | revert ID [--yes] | recheck ID
  sitewright runs skip ID STEP --reason TEXT | mark-done ID STEP --reason TEXT | adopt ID STEP --reason TEXT [--yes]
  sitewright runs answer ID [--choose CHOICE] [--value V] [--reason TEXT]
  sitewright report ID --out FILE.html|FILE.pdf [--overwrite]     save the acceptance report of a run
  sitewright practice [--smartx-port N] [--chunk-size BYTES] [--pace real|fast] [--fault SPEC]...    run the practice site until stopped
  sitewright serve [--port N]                                     run the gateway until stopped

Global options: --home DIR (or SITEWRIGHT_HOME)   --json   --lang zh-CN|en   --help
Exit codes: 0 done  2 bad input or findings with severity error  3 not found  4 conflict  5 denied  6 unavailable
            7 timeout  1 bug in Sitewright  10 run failed  11 run needs attention  130 canceled
`,
};
