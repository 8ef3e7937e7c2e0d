import { useMemo, type ReactNode } from 'react';
import { App, ConfigProvider, theme, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { usePreference } from '../../../shell/preferences.ts';
import { defaultOf } from '../interop.ts';
import { useStaffWords } from '../words.ts';
import { useIconNames } from './icon-names.ts';
import { giveStylesNonce, styleNonce } from './style-nonce.ts';
import { useWidth } from './width.ts';

giveStylesNonce();

/** Dresses Ant Design in the city's colours. */
export function StaffTheme({ children }: { children: ReactNode }) {
  const { lang } = useStaffWords();
  const [dark] = usePreference('theme', 'dark', 'light');
  const touch = useWidth() !== 'wide';
  useIconNames();
  const csp = useMemo(() => ({ nonce: styleNonce() }), []);
  const config = useMemo(() => themeOf(dark, touch), [dark, touch]);
  return (
    <ConfigProvider
      csp={csp}
      theme={config}
      locale={defaultOf(lang === 'en' ? enUS : zhCN)}
      button={{ autoInsertSpace: false }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}

function themeOf(dark: boolean, touch: boolean): ThemeConfig {
  const colour = readColours();
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colour('--brand'),
      colorPrimaryHover: colour('--brand-hover'),
      colorPrimaryActive: colour('--brand-hover'),
      colorTextLightSolid: colour('--on-brand'),
      colorLink: colour('--brand'),
      colorLinkHover: colour('--brand-hover'),
      colorLinkActive: colour('--brand-hover'),
      colorBgLayout: colour('--surface'),
      colorBgContainer: colour('--surface-raised'),
      colorBgElevated: colour('--surface-raised'),
      colorText: colour('--text'),
      colorTextHeading: colour('--text'),
      colorTextSecondary: colour('--text-soft'),
      colorTextTertiary: colour('--text-soft'),
      colorTextDescription: colour('--text-soft'),
      colorTextDisabled: colour('--text-soft'),
      colorTextPlaceholder: colour('--text-soft'),
      colorIcon: colour('--text-soft'),
      colorBorder: colour('--line-strong'),
      colorBorderSecondary: colour('--line'),
      colorSplit: colour('--line'),
      colorSuccess: colour('--success'),
      colorWarning: colour('--caution'),
      colorError: colour('--danger'),
      colorErrorHover: colour('--danger'),
      colorErrorText: colour('--danger'),
      colorInfo: colour('--info'),
      colorSuccessBg: colour('--success-surface'),
      colorWarningBg: colour('--caution-surface'),
      colorErrorBg: colour('--danger-surface'),
      colorInfoBg: colour('--info-surface'),
      colorPrimaryBg: colour('--surface-tint'),
      colorPrimaryBgHover: colour('--surface-tint'),
      fontFamily: 'var(--font)',
      fontSize: touch ? 16 : 15,
      controlHeight: touch ? 44 : 36,
      controlHeightSM: touch ? 40 : 30,
      borderRadius: 6,
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    components: {
      Button: {
        primaryColor: colour('--on-brand'),
        dangerColor: colour('--on-brand'),
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
      },
      Table: {
        headerBg: colour('--surface-sunk'),
        rowSelectedBg: colour('--surface-tint'),
        rowSelectedHoverBg: colour('--surface-tint'),
      },
    },
  };
}

/** The page's colours as hex: Ant Design computes with them and knows no OKLCH. */
function readColours(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (name) => {
    const value = style.getPropertyValue(name).trim();
    if (!context) return value;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = value;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
}
