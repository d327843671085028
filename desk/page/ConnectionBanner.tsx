import { LoaderCircle, WifiOff } from 'lucide-react'
import { useConnection } from '../connection.ts'

/** Says so while the server cannot be heard. */
export function ConnectionBanner() {
  const connection = useConnection()
  return (
    <div role="status">
      {connection !== 'online' && (
        <p className="flex items-center justify-center gap-2 border-b border-note-line bg-note px-4 py-1.5 text-sm text-on-note">
          {connection === 'offline' ? (
            <>
              <WifiOff size={16} aria-hidden="true" className="shrink-0" />
              You are offline. What you write is kept and goes out when you are back.
            </>
          ) : (
            <>
              <LoaderCircle size={16} aria-hidden="true" className="shrink-0 animate-spin" />
              The server cannot be heard. Trying again.
            </>
          )}
        </p>
      )}
    </div>
  )
}
