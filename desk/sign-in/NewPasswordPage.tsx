export function NewPasswordPage() {
  return <main className="p-4">NewPasswordPage</main>
}
