import { scales } from '../../core/scales.ts';

/** What `--help` prints. */
export const help = `Sends the responses of a CSV file to an Opina, as browsers would: one post each.

  npm run replay -- FILE.csv --score COLUMN [--comment COLUMN] [options]

The file
  --score COLUMN       column of the scores: whole numbers, or labels that begin with one ("10 - Extremely likely")
  --comment COLUMN     column of the comments; NA and blank cells are none
  --scale SCALE        0-10 (default), 1-10, or one of ${Object.keys(scales).join(', ')}
  --encoding NAME      utf-8 (default), latin1 (with the accents of old DOS tools), utf-16le, windows-1252, ...
  --delimiter CHAR     , (default), ";" or tab

Where it goes
  --url URL            the Opina (default http://localhost:8787)
  --site SITE          made when it is not there (default replay)
  --survey SURVEY      made when it is not there (default: from the file's name)
  --origin ORIGIN      whose pages the responses come from (default: the site's first origin)
  --token TOKEN        session token (default: OPINA_TOKEN, else the file .opina/token that npm start writes)
  --page PATH          page the responses belong to, such as /checkout
  --name, --question, --language
                       of a survey that is made (default: from the file, language und)
  --days N             1 to 365: spreads the responses evenly, in file order, over the days before the replay.
                       Their times are then made up. Without it they all carry the time of the first replay.
  --concurrency N      posts at a time (default 32)

A survey belongs to one file. Replaying the file again, from wherever and however often, sends the same responses
with the same ids: nothing is counted twice, and what is stored stays as it was first sent, with the options of then.
An interrupted replay goes on where it was (.opina/replay keeps the place). Rows are numbered from 1 after the header.`;
