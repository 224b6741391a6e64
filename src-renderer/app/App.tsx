import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactElement } from 'react';
import { Router } from 'wouter';
import { useConnection } from '../sync/connection.ts';
import { useLanguage } from '../words/language.ts';
import { hrefOf, useAddress, useAsked } from './address.ts';
import { antdTheme } from './antd-theme.ts';
import { useDark } from './appearance.ts';
import { Closed } from './Closed.tsx';
import { Frame } from './Frame.tsx';
import { Pages } from './Pages.tsx';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function App(): ReactElement {
  const dark = useDark();
  const language = useLanguage();
  const isClosed = useConnection(({ link }) => link === 'closed');
  return (
    <ConfigProvider
      theme={antdTheme(dark)}
      locale={language === 'en' ? enUS : zhCN}
      csp={{ nonce }}
      wave={{ disabled: true }}
      // What a dialog opens belongs above it.
      getPopupContainer={(trigger) => trigger?.closest('dialog') ?? document.body}
      button={{ autoInsertSpace: false }}
    >
      <Router hook={useAddress} searchHook={useAsked} hrefs={hrefOf}>
        {isClosed ? (
          <Closed />
        ) : (
          <Frame>
            <Pages />
          </Frame>
        )}
      </Router>
    </ConfigProvider>
  );
}
