/** The last of a form: its button, and why it could not be done. */
export function FormEnd({ action, said }: { action: string; said: string }) {
  return (
    <div class="buttons">
      <button type="submit" class="primary">
        {action}
      </button>
      <p role="status" class="warning">
        {said}
      </p>
    </div>
  );
}
