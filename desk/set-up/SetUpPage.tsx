export function SetUpPage() {
  return <main className="p-4">SetUpPage</main>
}
