/** The built loader, as text. */
declare module '*.txt' {
  const text: string;
  export default text;
}
