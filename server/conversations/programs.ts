const PROGRAM_TYPES = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/java-vm',
  'application/vnd.microsoft.portable-executable',
])
const PROGRAM_NAMES =
  /\.(exe|dll|com|scr|pif|bat|cmd|msi|msp|ps1|vbs|vbe|js|jse|wsf|wsh|hta|cpl|jar|lnk|reg|sh|apk|app|dmg|iso)$/i

/** Whether it runs when somebody opens it, by what the file is. */
export const isProgramType = (mediaType: string): boolean => PROGRAM_TYPES.has(mediaType)

/** Whether it runs when somebody opens it, by what its name would make of it. */
export const isProgramName = (name: string): boolean => PROGRAM_NAMES.test(name)

export const isProgram = ({ name, mediaType }: { name: string; mediaType: string }): boolean =>
  isProgramType(mediaType) || isProgramName(name)
