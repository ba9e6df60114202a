/** The kind of theme in use, for pictures, which the editor's own colours do not reach. */
import * as vscode from 'vscode';
import type { Theme } from '../insight/theme.ts';

export function currentTheme(): Theme {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
    case vscode.ColorThemeKind.HighContrast:
      return 'high-contrast-dark';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
  }
}
