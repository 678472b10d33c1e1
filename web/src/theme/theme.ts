import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: ink on a ledger. Contrast with white is 5.4 at shade 8. */
const ink: MantineColorsTuple = [
  '#eaf6f9',
  '#d3eaf0',
  '#a9d5e1',
  '#7fc0d1',
  '#5cafc4',
  '#429fb7',
  '#2b8ca5',
  '#1a7f9a',
  '#127089',
  '#0a5a70',
];

/** Greys of the dark scheme, a little towards the accent. */
const dark: MantineColorsTuple = [
  '#d6dadd',
  '#b5bcc2',
  '#9ba3aa',
  '#626b73',
  '#3a4148',
  '#2b3136',
  '#1d2125',
  '#16191c',
  '#111417',
  '#0c0e10',
];

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 8 },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '15px' }, h3: { fontSize: '14px' } },
  },
  defaultRadius: 'sm',
  radius: { sm: '4px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    ModalCloseButton: { defaultProps: { 'aria-label': 'Close' } },
    // A dialog's heading is no second banner of the page.
    ModalHeader: { defaultProps: { role: 'none' } },
  },
});

/** Colours with a meaning of their own; each has at least 4.5 : 1 on what it stands on. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#565d64',
    '--mantine-color-placeholder': '#6b7278',
    '--mantine-color-anchor': '#0f657c',
    '--mantine-color-error': '#b42318',
    '--kl-line': '#e3e6e9',
    '--kl-surface': '#f7f8f9',
    '--kl-hover': '#f1f4f6',
    '--kl-active': '#e3f1f5',
    '--kl-refused': '#b42318',
    '--kl-refused-soft': '#fdeceb',
    '--kl-granted': '#127089',
    '--kl-granted-bar': '#5aa5b8',
    '--kl-refused-bar': '#d9483b',
    '--kl-warn': '#8a5300',
    '--kl-warn-soft': '#fdf3e1',
    '--kl-good': '#1c6e3d',
  },
  dark: {
    '--mantine-color-dimmed': '#9ba3aa',
    '--mantine-color-placeholder': '#8a9299',
    '--mantine-color-anchor': '#7fc0d1',
    '--mantine-color-error': '#ff8f84',
    '--kl-line': '#2b3136',
    '--kl-surface': '#1b1f23',
    '--kl-hover': '#20252a',
    '--kl-active': '#16323a',
    '--kl-refused': '#ff8f84',
    '--kl-refused-soft': '#3a1f1d',
    '--kl-granted': '#7fc0d1',
    '--kl-granted-bar': '#3f8ea4',
    '--kl-refused-bar': '#e5675b',
    '--kl-warn': '#f0b75e',
    '--kl-warn-soft': '#33280f',
    '--kl-good': '#7ccf9a',
  },
});
