import { ConfigProvider } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { antdTheme } from '../../app/antd-theme.ts';
import { FilePicker } from '../../components/FilePicker.tsx';
import { Acts, Controls } from './Acts.tsx';
import { Marks, Shapes } from './Shapes.tsx';
import { Overlays, States } from './States.tsx';
import { Values } from './Values.tsx';
import './parts.css';

function Half({ appearance }: { readonly appearance: 'light' | 'dark' }): ReactElement {
  const { t } = useTranslation('parts');
  return (
    <ConfigProvider theme={antdTheme(appearance === 'dark')}>
      <div className="parts-half" data-theme={appearance}>
        <h2 className="small faint">{t(`half.${appearance}`)}</h2>
        <Marks />
        <Shapes />
        <Acts />
        <Controls />
        <Values appearance={appearance} />
        <States />
        <Overlays />
      </div>
    </ConfigProvider>
  );
}

/** Every part that pages are made of, in both appearances. */
export function Parts(): ReactElement {
  const { t } = useTranslation('parts');
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
      </header>
      <div className="parts">
        <Half appearance="light" />
        <Half appearance="dark" />
      </div>
      <FilePicker />
    </>
  );
}
