import type { NpsWords, QuestionWords, ReplyWords } from './words.ts';

export const npsWords: NpsWords = {
  close: 'Close',
  kept: 'We could not save this yet. It is kept and will be sent.',
  nps: 'How likely are you to recommend {x} to a friend or colleague?',
  npsLow: 'Not at all likely',
  npsHigh: 'Extremely likely',
};

export const questionWords: QuestionWords = {
  ...npsWords,
  csat: 'How satisfied are you with {x}?',
  csatLabels: [
    'Very dis\u00ADsatis\u00ADfied',
    'Dis\u00ADsatis\u00ADfied',
    'Neu\u00ADtral',
    'Satis\u00ADfied',
    'Very satis\u00ADfied',
  ],
  stars: 'How would you rate {x}?',
  starLabel: '{n} of 5 stars',
  starsLow: 'Very poor',
  starsHigh: 'Excellent',
  ces: '{x} made it easy for me to do what I wanted.',
  cesLow: 'Strongly disagree',
  cesHigh: 'Strongly agree',
  effort: 'How much effort did it take you to do what you wanted?',
  effortLow: 'Very little',
  effortHigh: 'Very much',
  thumbs: 'Was this article helpful?',
  yes: 'Yes',
  no: 'No',
  tab: 'Feedback',
};

export const replyWords: ReplyWords = {
  send: 'Send',
  sending: 'Sending…',
  privacy: 'Privacy',
  refused: 'This could not be saved.',
  thanks: 'Thank you. This helps us.',
  npsFollowUp: ['What should we have done differently?', 'What would make it a 10?', 'What did you like most?'],
  followUp: ['What should we have done differently?', 'What could we do better?', 'What did you like most?'],
  reasons: 'What was it about?',
  reasonLabels: {
    effectiveness: 'Whether it worked',
    ease: 'Ease of use',
    speed: 'Speed',
    clarity: 'Clarity',
    people: 'The people',
    other: 'Something else',
  },
  contact: 'May we contact you about this? Your e-mail address, if you like:',
  badEmail: 'This is not a complete e-mail address.',
};
