/** After the page has loaded and has nothing better to do. */
export function whenIdle(act: () => Promise<unknown>) {
  const quietly = () => void act().catch(() => {})
  const wait = () => (window.requestIdleCallback ?? setTimeout)(quietly)
  if (document.readyState === 'complete') wait()
  else addEventListener('load', wait, { once: true })
}
