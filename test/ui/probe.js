/**
 * Runs in the workbench's page, put there by `workbench.ts`: reads what the editor shows on a line.
 * Lines count from 1, as the editor numbers them. Everything answers null while it is not on the screen.
 */
globalThis.keepaliveProbe = {
  /** In the line's text, near its beginning or what is in view of it, to point the mouse at. */
  place(file, number) {
    const line = viewLine(file, number);
    if (line === null) return null;
    const text = line.firstElementChild.getBoundingClientRect();
    const area = line.closest('.editor-scrollable').getBoundingClientRect();
    const left = Math.max(text.left, area.left);
    return { x: left + Math.min(30, text.width / 2), y: text.top + text.height / 2 };
  },

  /** The line numbers on the screen, and a place to turn the wheel at. */
  window(file) {
    const editor = editorOf(file);
    if (editor === null) return null;
    const box = editor.getBoundingClientRect();
    // The room of a lens at the top, of a scrollbar at the bottom.
    const numbers = [...editor.querySelectorAll('.margin-view-overlays .line-numbers')]
      .filter((one) => {
        const place = one.getBoundingClientRect();
        return place.top > box.top + 20 && place.bottom < box.bottom - 15;
      })
      .map((one) => Number(one.textContent));
    if (numbers.length === 0) return null;
    return {
      first: Math.min(...numbers),
      last: Math.max(...numbers),
      x: box.left + box.width / 2,
      y: box.bottom - 40,
    };
  },

  text(file, number) {
    return viewLine(file, number)?.textContent.replaceAll('\u00a0', ' ') ?? null;
  },

  /** What decorations write after (or before) the line's text; empty where there is none. */
  annotation(file, number) {
    const line = viewLine(file, number);
    if (line === null) return null;
    return written(line)
      .map(({ text }) => text)
      .join('');
  },

  /** The annotation's colour and that of the page behind it, as `rgb(…)`. */
  colours(file, number) {
    const line = viewLine(file, number);
    const first = line === null ? undefined : written(line)[0];
    if (first === undefined) return null;
    return { text: first.colour, background: getComputedStyle(editorOf(file)).backgroundColor };
  },

  /** The texts of the lens over the line, separators left out; empty without one. */
  lens(file, number) {
    const parts = [...(lensOver(file, number)?.children ?? [])];
    return parts.map(plain).filter((text) => text !== '' && text !== '|');
  },

  /** What VS Code calls the line's lens, as long as it stands: no other has that name. Null without one. */
  lensName(file, number) {
    return lensOver(file, number)?.getAttribute('widgetid') ?? null;
  },

  /**
   * Another colour theme, written into the settings by the workbench itself, as its settings editor would:
   * it does not see when somebody else writes the file.
   */
  async turnTo(theme) {
    const { environmentService, fileService } = window.driver;
    const home = environmentService.userRoamingDataHome;
    const file = home.with({ path: `${home.path}/settings.json` });
    const { value } = await fileService.readFile(file);
    const settings = { ...JSON.parse(value.toString()), 'workbench.colorTheme': theme };
    await fileService.writeFile(file, value.constructor.fromString(JSON.stringify(settings)));
  },

  /** The commands that the workbench has run since `noteCommands`, whatever asked for them. */
  commands: [],

  /** It tells its log of each, on a level that nobody keeps. */
  noteCommands() {
    const { logService } = window.driver;
    const { trace } = logService;
    logService.trace = (...words) => {
      if (words[0] === 'CommandService#executeCommand') this.commands.push(words[1]);
      return trace.apply(logService, words);
    };
  },

  /** The hover whose text matches; null while there is none. */
  hover(pattern) {
    const boxes = [...document.querySelectorAll('.monaco-hover')];
    const box = boxes.find(
      (one) => one.checkVisibility() && new RegExp(pattern, 'u').test(one.innerText),
    );
    if (box === undefined) return null;
    const pictures = [...box.querySelectorAll('img')];
    return {
      text: box.innerText.replaceAll('\u00a0', ' '),
      rows: [...box.querySelectorAll('tr')].map((row) => [...row.cells].map(plain)),
      links: [...box.querySelectorAll('a')].map(plain).filter((text) => text !== ''),
      pictures: pictures.filter((picture) => picture.naturalWidth > 0).length,
    };
  },
};

function plain(element) {
  return element.textContent.replace(/[\s\u00a0]+/gu, ' ').trim();
}

/** The editor that shows the file whose URI ends in `file`. */
function editorOf(file) {
  const editors = [...document.querySelectorAll('.monaco-editor[data-uri]')];
  return editors.find((one) => decodeURIComponent(one.dataset.uri).endsWith(file)) ?? null;
}

/** The margin tells the number, and stands at the same height as the text. */
function viewLine(file, number) {
  const editor = editorOf(file);
  if (editor === null) return null;
  const margins = [...editor.querySelectorAll('.margin-view-overlays > div')];
  const margin = margins.find(
    (one) => one.querySelector('.line-numbers')?.textContent === String(number),
  );
  if (margin === undefined) return null;
  const { top } = margin.getBoundingClientRect();
  const lines = [...editor.querySelectorAll('.view-lines > .view-line')];
  return lines.find((one) => Math.abs(one.getBoundingClientRect().top - top) < 2) ?? null;
}

function lensOver(file, number) {
  const line = viewLine(file, number);
  if (line === null) return null;
  const { top } = line.getBoundingClientRect();
  const all = [...editorOf(file).querySelectorAll('.codelens-decoration')];
  const isOver = ({ height, bottom }) => height > 0 && Math.abs(bottom - top) < 6;
  return all.find((lens) => isOver(lens.getBoundingClientRect())) ?? null;
}

function written(line) {
  const found = [];
  for (const span of line.querySelectorAll('span')) {
    for (const part of ['::before', '::after']) {
      const { content, color } = getComputedStyle(span, part);
      if (!content.startsWith('"')) continue;
      const text = content
        .slice(1, -1)
        .replace(/\\(["\\])/g, '$1')
        .replaceAll('\u00a0', ' ');
      found.push({ text, colour: color });
    }
  }
  return found;
}
