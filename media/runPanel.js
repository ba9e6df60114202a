/* The picture of a run in its panel: the way with keys, closer looks, and the way back to the request. */
(function () {
  const vscode = acquireVsCodeApi();
  const picture = document.getElementById('picture');
  const summary = document.getElementById('summary');
  const step = 1.5;
  const limits = { least: 0.5, most: 12 };
  let zoom = vscode.getState()?.zoom ?? 1;

  const blocks = () => [...picture.querySelectorAll('.block')];
  const nameOf = ({ dataset }) => `${dataset.exchange} ${dataset.hop}`;

  function ask() {
    vscode.setState({ zoom });
    vscode.postMessage({ kind: 'draw', width: Math.round(picture.clientWidth * zoom) - 32 });
  }

  function look(closer) {
    zoom = closer === 0 ? 1 : Math.min(limits.most, Math.max(limits.least, zoom * closer));
    ask();
  }

  function open(block) {
    vscode.postMessage({ kind: 'open', exchange: Number(block.dataset.exchange) });
  }

  /** One block of all is a stop of the Tab key: from there the arrows lead. */
  function choose(block) {
    for (const other of blocks()) other.setAttribute('tabindex', other === block ? '0' : '-1');
  }

  function draw({ svg, text }) {
    const before = document.activeElement?.closest?.('.block');
    const name = before ? nameOf(before) : null;
    picture.innerHTML = svg;
    summary.textContent = text;
    const all = blocks();
    const same = all.find((block) => nameOf(block) === name);
    choose(same ?? all[0]);
    same?.focus({ preventScroll: true });
  }

  /** In the lane above or below, the one that is nearest in time. */
  function across(from, direction) {
    const lanes = [...picture.querySelectorAll('[data-lane]')];
    const middle = (block) => {
      const { left, width } = block.getBoundingClientRect();
      return left + width / 2;
    };
    let at = lanes.indexOf(from.closest('[data-lane]')) + direction;
    for (; lanes[at] !== undefined; at += direction) {
      const there = [...lanes[at].querySelectorAll('.block')];
      there.sort((a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)));
      if (there[0] !== undefined) return there[0];
    }
    return from;
  }

  function next(from, key) {
    const all = blocks();
    const at = all.indexOf(from);
    if (key === 'ArrowRight') return all[at + 1] ?? from;
    if (key === 'ArrowLeft') return all[at - 1] ?? from;
    if (key === 'ArrowDown') return across(from, 1);
    if (key === 'ArrowUp') return across(from, -1);
    if (key === 'Home') return all[0];
    return key === 'End' ? all.at(-1) : null;
  }

  const deeds = {
    closer: () => look(step),
    wider: () => look(1 / step),
    whole: () => look(0),
    save: () => vscode.postMessage({ kind: 'save' }),
    report: () => vscode.postMessage({ kind: 'report' }),
  };
  const keys = { '+': 'closer', '=': 'closer', '-': 'wider', 0: 'whole' };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (keys[event.key] !== undefined) {
      deeds[keys[event.key]]();
      event.preventDefault();
      return;
    }
    const block = event.target.closest('.block');
    if (block === null) return;
    if (event.key === 'Enter' || event.key === ' ') open(block);
    else {
      const to = next(block, event.key);
      if (to === null) return;
      choose(to);
      to.focus();
      to.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    event.preventDefault();
  });

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    const block = event.target.closest('.block');
    if (button !== null) deeds[button.dataset.does]?.();
    else if (block !== null) open(block);
  });

  function paint({ svg, scale }) {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth * scale;
      canvas.height = image.naturalHeight * scale;
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      vscode.postMessage({ kind: 'painted', png: canvas.toDataURL('image/png').split(',')[1] });
    };
    image.onerror = () => vscode.postMessage({ kind: 'painted', png: '' });
    image.src = `data:image/svg+xml;base64,${btoa(unescape(encodeURIComponent(svg)))}`;
  }

  window.addEventListener('message', ({ data }) => {
    if (data.kind === 'changed') ask();
    if (data.kind === 'drawn') draw(data);
    if (data.kind === 'paint') paint(data);
  });
  window.addEventListener('resize', ask);
  ask();
})();
