/** The colours of the timing picture. It is shown as an image, where the editor's own variables do not reach. */
import type { Phase } from '../request/phases.ts';

export type Theme = 'light' | 'dark' | 'high-contrast-dark' | 'high-contrast-light';

export type Palette = {
  readonly text: string;
  readonly faint: string;
  readonly grid: string;
  readonly failed: string;
  /** The outline of a bar; null for none. */
  readonly outline: string | null;
  readonly phases: Readonly<Record<Phase, string>>;
};

/**
 * Opening a connection is warm, using it is cold, and inside each the lightness changes: so all stay apart
 * for who sees no red or no green. In grey some are alike, and form and words tell what they are.
 */
export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    text: '#3b3b3b',
    faint: '#616161',
    grid: '#d9d9d9',
    failed: '#b01011',
    outline: null,
    phases: {
      queued: '#a3a3a3',
      proxy: '#5e3a10',
      dns: '#e8a33d',
      tcp: '#d9772b',
      tls: '#b34a1f',
      send: '#56a3d9',
      wait: '#1f6fb2',
      download: '#0e8a7d',
    },
  },
  dark: {
    text: '#cccccc',
    faint: '#9d9d9d',
    grid: '#3c3c3c',
    failed: '#f48771',
    outline: null,
    phases: {
      queued: '#989890',
      proxy: '#b48210',
      dns: '#f2c063',
      tcp: '#ee9440',
      tls: '#d9683a',
      send: '#9fd0f5',
      wait: '#4a9fe0',
      download: '#3cc2b0',
    },
  },
  'high-contrast-dark': {
    text: '#ffffff',
    faint: '#ffffff',
    grid: '#6fc3df',
    failed: '#ff8f80',
    outline: '#ffffff',
    phases: {
      queued: '#6b6b6b',
      proxy: '#856438',
      dns: '#ffd479',
      tcp: '#ffa03a',
      tls: '#f06a2a',
      send: '#b5dcff',
      wait: '#45a6ff',
      download: '#2fd6c0',
    },
  },
  'high-contrast-light': {
    text: '#000000',
    faint: '#292929',
    grid: '#0f4a85',
    failed: '#b5200d',
    outline: '#292929',
    phases: {
      queued: '#999999',
      proxy: '#402b08',
      dns: '#d18a10',
      tcp: '#b85a10',
      tls: '#8f3410',
      send: '#3f8fce',
      wait: '#0f5ba0',
      download: '#00695e',
    },
  },
};
