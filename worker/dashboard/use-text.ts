import { useEffect, useRef, useState } from 'preact/hooks';

/** So long the typing rests before it counts. */
const restMs = 300;

/** What is typed, at once in its field and soon after told; what is told from elsewhere replaces it. */
export function useText(told: string, tell: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(told);
  const last = useRef(told);
  useEffect(() => {
    if (told === last.current) return;
    last.current = told;
    setText(told);
  }, [told]);
  useEffect(() => {
    if (text === last.current) return;
    const timer = setTimeout(() => {
      last.current = text;
      tell(text);
    }, restMs);
    return () => clearTimeout(timer);
  });
  return [text, setText];
}
