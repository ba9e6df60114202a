/**
 * When VS Code is told that there are other lenses. It asks for them when no change has come for a while:
 * were changes told as they come, it might never ask. So one is told, and the next when it has asked.
 */
export type LensRefresh = {
  /** Tells it now, or as soon as it has asked for those that it was told of. */
  readonly tell: () => void;
  /** It has asked. */
  readonly asked: () => void;
  readonly dispose: () => void;
};

/** An editor that loses the focus forgets to ask: after so long it is told again. */
const unaskedMs = 1000;

type State =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'told'; readonly timer: NodeJS.Timeout; readonly isDueAgain: boolean };

export function createLensRefresh(fire: () => void): LensRefresh {
  let state: State = { kind: 'quiet' };

  function tell(): void {
    if (state.kind === 'told') {
      state = { ...state, isDueAgain: true };
      return;
    }
    state = { kind: 'told', timer: setTimeout(asked, unaskedMs), isDueAgain: false };
    fire();
  }

  function asked(): void {
    const before = state;
    state = { kind: 'quiet' };
    if (before.kind === 'quiet') return;
    clearTimeout(before.timer);
    if (before.isDueAgain) tell();
  }

  return {
    tell,
    asked,
    dispose: () => {
      if (state.kind === 'told') clearTimeout(state.timer);
    },
  };
}
