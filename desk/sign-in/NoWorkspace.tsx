export function NoWorkspace() {
  return <main className="p-4">NoWorkspace</main>
}
