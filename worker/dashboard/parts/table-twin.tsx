import { strings } from '../language.ts';

/** A chart's numbers as a table, for whoever reads those better. The first column names the rows. */
export function TableTwin({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <details class="twin">
      <summary>{strings.asTable}</summary>
      <table>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((text, column) => (
                <td key={head[column + 1]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
