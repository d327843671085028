export function InvitationPage() {
  return <main className="p-4">InvitationPage</main>
}
