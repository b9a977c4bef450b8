import { type ComponentChildren, h } from 'preact';
import { directionOf } from './texts.ts';

interface Props {
  /** `dialog`, `inline`, or the corner of a card. */
  place: string;
  theme: string;
  language: string;
  name: string;
  closeLabel: string;
  onClose(): void;
  children: ComponentChildren;
}

/** The frame. Only a dialog is modal; a card takes no focus and traps none, and in the page it is part of it. */
export function Card({ place, theme, language, name, closeLabel, onClose, children }: Props) {
  const isInline = place === 'inline';
  const Root = place === 'dialog' ? 'dialog' : 'div';
  return (
    <Root
      class={`card ${place}`}
      part="card"
      {...(isInline ? {} : { role: 'dialog', 'aria-label': name })}
      lang={language}
      dir={directionOf(language)}
      data-theme={theme}
    >
      <div class="content">{children}</div>
      {isInline || (
        <button type="button" class="close" aria-label={closeLabel} onClick={onClose}>
          ×
        </button>
      )}
    </Root>
  );
}
