import { theme, type ThemeConfig } from 'antd';

interface Palette {
  readonly accent: string;
  readonly bg: string;
  readonly surface: string;
  readonly sunken: string;
  readonly control: string;
  readonly line: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly ok: string;
  readonly warn: string;
  readonly err: string;
  readonly accentSoft: string;
}

/** As `styles/tokens.css` has them; Ant Design computes with them, so it needs the values themselves. */
const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    accent: '#0a6e80',
    bg: '#f5f6f7',
    surface: '#ffffff',
    sunken: '#eceff1',
    control: '#868f98',
    line: '#dde1e5',
    text: '#1a2025',
    text2: '#4b5661',
    text3: '#5c6772',
    ok: '#1c7446',
    warn: '#8a5700',
    err: '#b92b27',
    accentSoft: '#e2f0f2',
  },
  dark: {
    accent: '#45b3c4',
    bg: '#14181b',
    surface: '#1a1f23',
    sunken: '#23292e',
    control: '#717d88',
    line: '#2c3338',
    text: '#e1e6ea',
    text2: '#aab4bd',
    text3: '#93a0aa',
    ok: '#58b987',
    warn: '#dba746',
    err: '#f27f79',
    accentSoft: '#15353c',
  },
};

/** Ant Design in the product's look: compact, flat, hairlines; shadows belong to what floats. */
export function antdTheme(dark: boolean): ThemeConfig {
  const palette = palettes[dark ? 'dark' : 'light'];
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontSize: 13,
      fontSizeSM: 12,
      controlHeight: 28,
      controlHeightSM: 24,
      borderRadius: 3,
      borderRadiusSM: 3,
      borderRadiusLG: 4,
      lineWidth: 1,
      wireframe: false,
      boxShadow: 'none',
      boxShadowTertiary: 'none',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      colorPrimary: palette.accent,
      colorLink: palette.accent,
      colorInfo: palette.accent,
      colorBgLayout: palette.bg,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.surface,
      colorFillSecondary: palette.sunken,
      colorBorder: palette.control,
      colorBorderSecondary: palette.line,
      colorText: palette.text,
      colorTextSecondary: palette.text2,
      colorTextTertiary: palette.text3,
      colorSuccess: palette.ok,
      colorWarning: palette.warn,
      colorError: palette.err,
      colorTextPlaceholder: palette.text3,
      controlItemBgActive: palette.accentSoft,
      fontFamily: 'var(--f)',
      fontFamilyCode: 'var(--m)',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400 },
      Modal: { titleFontSize: 15 },
    },
  };
}
