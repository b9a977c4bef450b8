interface ListFootProps {
  /** What is to be said of the end that the list has now. */
  text: string;
  /** The way on, by name, if there is one. */
  action: string | false | undefined;
  isLoading: boolean;
  readOn: () => void;
}

/** Below a list that is read a page at a time. */
export function ListFoot({ text, action, isLoading, readOn }: ListFootProps) {
  return (
    <div class="list-end">
      <p class="muted" role="status">
        {text}
      </p>
      {action && (
        <button type="button" class="quiet" onClick={readOn} disabled={isLoading}>
          {action}
        </button>
      )}
    </div>
  );
}
