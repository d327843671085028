import { Link, useLocation } from '@tanstack/react-router'

/** Some things are only for those who signed in lately. */
export function SignInAgain() {
  const here = useLocation({ select: ({ publicHref }) => publicHref })
  return (
    <p>
      For this you must have signed in within the last day.{' '}
      <Link to="/sign-in" search={{ next: here }} className="text-accent underline">
        Sign in again
      </Link>
    </p>
  )
}
