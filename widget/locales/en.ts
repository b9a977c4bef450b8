/** The widget's own words; a survey's questions come with the survey. */
export interface Words {
  close: string;
  send: string;
  sending: string;
  privacy: string;
  kept: string;
  refused: string;
}

export const en: Words = {
  close: 'Close',
  send: 'Send',
  sending: 'Sending…',
  privacy: 'Privacy',
  kept: 'We could not save this yet. It is kept and will be sent.',
  refused: 'This could not be saved.',
};
