/** The C functions that cxray calls through koffi: from libbpf, and a few from libc. */
import koffi from "koffi";

type Library = ReturnType<typeof koffi.load>;

/** An address that only C dereferences; null: NULL. */
export type Pointer = bigint | null;

/** glibc, and musl by architecture */
const LIBC = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];

/** BTF_KIND_* of include/uapi/linux/btf.h */
export const BTF_KIND = { struct: 4, typedef: 8 } as const;

/** The functions of libbpf. A failure is a negative errno, or null with `lastErrno()`. */
export interface Libbpf {
  readonly openObject: (path: string, options: null) => Pointer;
  readonly loadObject: (object: Pointer) => number;
  readonly closeObject: (object: Pointer) => void;
  readonly objectBtf: (object: Pointer) => Pointer;
  readonly btfData: (btf: Pointer, size: [number]) => Pointer;
  readonly findMap: (object: Pointer, name: string) => Pointer;
  readonly setMaxEntries: (map: Pointer, entries: number) => number;
  readonly mapFd: (map: Pointer) => number;
  readonly updateMap: (fd: number, key: Uint8Array, value: Uint8Array, flags: number) => number;
  readonly lookupMap: (fd: number, key: Uint8Array, value: Uint8Array) => number;
  /** Gets the key after `key`; after null, the first. */
  readonly nextKey: (fd: number, key: Uint8Array | null, next: Uint8Array) => number;
  readonly deleteKey: (fd: number, key: Uint8Array) => number;
  readonly findProgram: (object: Pointer, name: string) => Pointer;
  /** Sets whether the program is loaded with its object. */
  readonly setAutoload: (program: Pointer, on: boolean) => number;
  readonly kernelBtf: () => Pointer;
  readonly freeBtf: (btf: Pointer) => void;
  /** The id of a type; negative: there is none. */
  readonly findType: (btf: Pointer, name: string, kind: number) => number;
  readonly programFd: (program: Pointer) => number;
  readonly attach: (program: Pointer) => Pointer;
  readonly attachIterator: (program: Pointer, options: null) => Pointer;
  readonly linkFd: (link: Pointer) => number;
  readonly destroyLink: (link: Pointer) => number;
  readonly createIterator: (linkFd: number) => number;
  readonly objectInfo: (fd: number, info: Uint8Array, length: [number]) => number;
}

const LIBBPF_FUNCTIONS: Readonly<Record<keyof Libbpf, string>> = {
  openObject: "void *bpf_object__open_file(const char *path, void *options)",
  loadObject: "int bpf_object__load(void *object)",
  closeObject: "void bpf_object__close(void *object)",
  objectBtf: "void *bpf_object__btf(void *object)",
  btfData: "void *btf__raw_data(void *btf, _Out_ uint32_t *size)",
  findMap: "void *bpf_object__find_map_by_name(void *object, const char *name)",
  setMaxEntries: "int bpf_map__set_max_entries(void *map, uint32_t entries)",
  mapFd: "int bpf_map__fd(void *map)",
  updateMap: "int bpf_map_update_elem(int fd, const void *key, const void *value, uint64_t flags)",
  lookupMap: "int bpf_map_lookup_elem(int fd, const void *key, _Out_ void *value)",
  nextKey: "int bpf_map_get_next_key(int fd, const void *key, _Out_ void *next)",
  deleteKey: "int bpf_map_delete_elem(int fd, const void *key)",
  findProgram: "void *bpf_object__find_program_by_name(void *object, const char *name)",
  setAutoload: "int bpf_program__set_autoload(void *program, bool on)",
  kernelBtf: "void *btf__load_vmlinux_btf()",
  freeBtf: "void btf__free(void *btf)",
  findType: "int btf__find_by_name_kind(const void *btf, const char *name, uint32_t kind)",
  programFd: "int bpf_program__fd(void *program)",
  attach: "void *bpf_program__attach(void *program)",
  attachIterator: "void *bpf_program__attach_iter(void *program, void *options)",
  linkFd: "int bpf_link__fd(void *link)",
  destroyLink: "int bpf_link__destroy(void *link)",
  createIterator: "int bpf_iter_create(int link_fd)",
  objectInfo: "int bpf_obj_get_info_by_fd(int fd, void *info, _Inout_ uint32_t *length)",
};

function bindAll<T>(library: Library, functions: Readonly<Record<keyof T, string>>): T {
  const bound = Object.entries<string>(functions).map(([name, prototype]) => [
    name,
    library.func(prototype),
  ]);
  return Object.fromEntries(bound) as T;
}

/**
 * Opens a libbpf by name or path. Throws if it cannot be loaded, or is older than 1.0, which
 * reports failures differently.
 */
export function openLibbpf(path: string): Libbpf {
  const library = koffi.load(path);
  const majorVersion = library.func("uint32_t libbpf_major_version()") as () => number;
  if (majorVersion() < 1) throw new Error(`it is libbpf ${String(majorVersion())}`);
  const bound = bindAll<Libbpf>(library, LIBBPF_FUNCTIONS);
  // without this, libbpf writes its own messages to stderr
  if (process.env["CXRAY_DEBUG"] === undefined) {
    library.func("void *libbpf_set_print(void *function)")(null);
  }
  return bound;
}

/** Loads a dependency, so that another library finds it by its name. */
export function openDependency(path: string): void {
  koffi.load(path);
}

/** The functions of libc. */
export interface Libc {
  readonly mmap: (
    address: null,
    length: number,
    protection: number,
    flags: number,
    fd: number,
    offset: number,
  ) => Pointer;
  readonly munmap: (address: Pointer, length: number) => number;
  /** bytes; 4,096 on x86-64, up to 65,536 on arm64 */
  readonly getpagesize: () => number;
  readonly clockGettime: (clock: number, time: Uint8Array) => number;
}

/** The first of these libraries that the system has. */
function openFirst([name = "", ...others]: readonly string[]): Library {
  try {
    return koffi.load(name);
  } catch (error) {
    if (others.length === 0) throw error;
    return openFirst(others);
  }
}

/** Loads the C library. */
export function loadLibc(): Libc {
  return bindAll<Libc>(openFirst(LIBC), {
    mmap: "void *mmap(void *address, size_t length, int protection, int flags, int fd, int64_t offset)",
    munmap: "int munmap(void *address, size_t length)",
    getpagesize: "int getpagesize()",
    clockGettime: "int clock_gettime(int clock, void *time)",
  });
}

/** Memory at a C address, not copied: changes are visible on both sides. */
export function viewMemory(pointer: Pointer, length: number): ArrayBuffer {
  return koffi.view(pointer, length);
}

/** The errno of the last call into C. */
export function lastErrno(): number {
  return koffi.errno();
}

const MAP_FAILED = 0xffff_ffff_ffff_ffffn;
const PROTECTION = { read: 1, "read-write": 3 } as const;
const MAP_SHARED = 1;

/** Maps part of `fd`; null: it failed, with the reason in `lastErrno()`. */
export function mapShared(
  libc: Libc,
  fd: number,
  offset: number,
  length: number,
  access: keyof typeof PROTECTION,
): Pointer {
  const address = libc.mmap(null, length, PROTECTION[access], MAP_SHARED, fd, offset);
  return address === MAP_FAILED ? null : address;
}
