/** What a visitor needs who sends files; most never do. */
export { attachFiles, resumeUploads } from './attaching.ts'
export { uploadAll } from './uploading.ts'
