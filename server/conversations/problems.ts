import { defineProblem } from '#platform/problems.ts'

export const conversationNotFound = defineProblem({
  type: '/problems/conversation-not-found',
  status: 404,
  title: 'There is no such conversation',
  help: 'It does not exist, or you may not see it. Collaborators see only what they were asked into.',
})
export const messageNotFound = defineProblem({
  type: '/problems/message-not-found',
  status: 404,
  title: 'There is no such message',
  help: 'It does not exist in this conversation, or you may not see it.',
})
export const threadNotFound = defineProblem({
  type: '/problems/thread-not-found',
  status: 404,
  title: 'There is no such thread',
  help: 'It belongs to somebody else. A chat window makes a new id for each thread it begins.',
})
export const attachmentNotFound = defineProblem({
  type: '/problems/attachment-not-found',
  status: 404,
  title: 'There is no such attachment',
  help: 'It does not exist, you may not see it, or it already belongs to another message. Upload it again.',
})
export const attachmentTypeNotAllowed = defineProblem({
  type: '/problems/attachment-type-not-allowed',
  status: 415,
  title: 'Files of this type are not taken',
  help: 'Programs and scripts are refused, whatever their name says. Put them into an archive if they must be sent.',
})
export const imageNotReadable = defineProblem({
  type: '/problems/image-not-readable',
  status: 415,
  title: 'This picture cannot be read',
  help: 'It is damaged or has more than 40 million pixels (a JPEG: 100 million). Save it anew, smaller.',
})
export const messageEmpty = defineProblem({
  type: '/problems/message-empty',
  status: 400,
  title: 'The message is empty',
  help: 'Write something or attach a file.',
})
export const memberNotHere = defineProblem({
  type: '/problems/member-not-here',
  status: 409,
  title: 'This member cannot take it',
  help: 'They are not, or no longer, an active member of this workspace, or their role does not allow it.',
})
export const teamNotHere = defineProblem({
  type: '/problems/team-not-here',
  status: 409,
  title: 'There is no such team',
  help: 'It was removed, or belongs to another workspace.',
})
export const snoozeInThePast = defineProblem({
  type: '/problems/snooze-in-the-past',
  status: 400,
  title: 'A conversation can only be snoozed until later',
  help: 'Choose an instant in the future, at most a year away.',
})
export const deliveryNotFailed = defineProblem({
  type: '/problems/delivery-not-failed',
  status: 409,
  title: 'This message did not fail',
  help: 'Only a message whose delivery failed can be sent again.',
})
export const noLettersHere = defineProblem({
  type: '/problems/no-letters-here',
  status: 409,
  title: 'This is no correspondence by letter',
  help: 'Recipients and a subject belong to letters, and only a correspondence by letter can be divided.',
})
export const wordsOnlyHere = defineProblem({
  type: '/problems/words-only-here',
  status: 409,
  title: 'Here only words and files can be sent',
  help: 'Products and answers to choose from are shown in chat windows.',
})
export const noRecipient = defineProblem({
  type: '/problems/no-recipient',
  status: 400,
  title: 'The letter is for nobody',
  help: 'Say whom it is for: no address of this customer is known.',
})
export const tooLateToWithdraw = defineProblem({
  type: '/problems/too-late-to-withdraw',
  status: 409,
  title: 'It is too late to take this back',
  help: 'Only its author can take a reply back, and only until it leaves.',
})
export const senderNotBlockable = defineProblem({
  type: '/problems/sender-not-blockable',
  status: 409,
  title: 'This sender cannot be blocked',
  help: 'Nobody can be blocked whose address is not known, nor the workspace itself, nor a provider of everybody’s mail.',
})
export const nothingToSplit = defineProblem({
  type: '/problems/nothing-to-split',
  status: 409,
  title: 'This is the whole conversation',
  help: 'Choose a later letter: something has to stay.',
})
export const splitNotFound = defineProblem({
  type: '/problems/split-not-found',
  status: 404,
  title: 'There is no such split',
  help: 'That conversation was not split off this one, or has been joined with it again.',
})
export const pictureOutOfReach = defineProblem({
  type: '/problems/picture-out-of-reach',
  status: 404,
  title: 'This picture cannot be shown',
  help: 'It is gone, too large or no picture, or its server does not answer.',
})
