import type { ComponentChildren, RefObject } from 'preact';
import { FormEnd } from './form-end.tsx';

interface MakingProps {
  title: string;
  /** On the button. */
  action: string;
  submit: () => void;
  form: RefObject<HTMLFormElement>;
  /** Why it was not made. */
  said: string;
  children: ComponentChildren;
}

/** A form for something new, behind its title. */
export function Making({ title, action, submit, form, said, children }: MakingProps) {
  return (
    <details class="fold">
      <summary>{title}</summary>
      <form
        class="fields"
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {children}
        <FormEnd action={action} said={said} />
      </form>
    </details>
  );
}
