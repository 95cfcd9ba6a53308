/** Two or more views in one place, by the ARIA tabs pattern. */
import { h } from '../dom';

interface Tab {
  id: string;
  label: string;
  body: HTMLElement;
}

export class Tabs {
  readonly element = h('div', { class: 'tabs', role: 'tablist' });
  readonly body = h('div', { class: 'side-body' });
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly bodies = new Map<string, HTMLElement>();

  constructor(tabs: readonly Tab[]) {
    for (const { id, label, body } of tabs) {
      const open = () => {
        this.open(id);
      };
      const button = h(
        'button',
        { type: 'button', role: 'tab', class: 'tab', id: `tab-${id}`, onclick: open },
        label,
      );
      const frame = h('div', { role: 'tabpanel', 'aria-labelledby': `tab-${id}` }, body);
      this.buttons.set(id, button);
      this.bodies.set(id, frame);
      this.element.append(button);
      this.body.append(frame);
    }
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowRight' || key === 'ArrowLeft') this.step(key === 'ArrowRight' ? 1 : -1);
    });
    const [first] = tabs;
    if (first) this.open(first.id);
  }

  open(id: string): void {
    for (const [other, button] of this.buttons) {
      button.setAttribute('aria-selected', String(other === id));
      button.tabIndex = other === id ? 0 : -1;
    }
    for (const [other, body] of this.bodies) body.hidden = other !== id;
    this.body.scrollTop = 0;
  }

  label(id: string, words: string): void {
    const button = this.buttons.get(id);
    if (button) button.textContent = words;
  }

  private step(by: number): void {
    const ids = [...this.buttons.keys()];
    const at = ids.findIndex((id) => this.buttons.get(id)?.getAttribute('aria-selected') === 'true');
    const next = ids[(at + by + ids.length) % ids.length];
    if (next === undefined) return;
    this.open(next);
    this.buttons.get(next)?.focus();
  }
}
