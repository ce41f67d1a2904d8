// What was dropped, folders opened: every file with its path inside what was dropped.
export interface Dropped {
  file: File;
  path: string;
}

export async function filesOf(data: DataTransfer): Promise<Dropped[]> {
  // entries must be taken before the first await: the browser empties the list afterwards
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return [...data.files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map(open))).flat();
}

async function open(entry: FileSystemEntry): Promise<Dropped[]> {
  if (entry instanceof FileSystemFileEntry || entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Dropped[] = [];
  for (;;) {
    // a reader gives at most a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    found.push(...(await Promise.all(some.map(open))).flat());
  }
}
