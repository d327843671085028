export function SignInPage() {
  return <main className="p-4">SignInPage</main>
}
