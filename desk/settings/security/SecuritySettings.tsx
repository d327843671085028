import { SettingsHead } from '../SettingsSection.tsx'
import { PasskeySettings } from './PasskeySettings.tsx'
import { PasswordSettings } from './PasswordSettings.tsx'
import { TwoFactorSettings } from './TwoFactorSettings.tsx'

export function SecuritySettings() {
  return (
    <>
      <SettingsHead title="Sign-in and security" lead="The same in all workspaces you work in on this server." />
      <PasswordSettings />
      <TwoFactorSettings />
      <PasskeySettings />
    </>
  )
}
