export function SettingsPage() {
  return <main className="p-4">SettingsPage</main>
}
