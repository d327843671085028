/** A time that is some days away, in the workspace's time zone: "Mon 23 Nov, 09:00". */
export const sayTime = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at)
