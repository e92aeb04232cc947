/*
 * Stands between a process and the kernel (LD_PRELOAD) and lets one system call under one folder fail: the one whose number is asked for.
 * Told what to do through a small shared file, so that one process can be made to fail again and again (shim.ts).
 *
 * VOUCHSAFE_FAULT_CONTROL: that file, 16 numbers of 32 bits. VOUCHSAFE_FAULT_FOLDER: whose calls are counted.
 * A picture of the folder taken before a call is what kill -9 at that call leaves: nothing a process has not handed to the kernel survives it, and all it has does.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ARMED, AT, FAULT, COUNT, STRUCK, ACKNOWLEDGED, CALL };
enum { EIO_ONCE = 1, EIO_FOR_GOOD, FULL_ONCE, FULL_FOR_GOOD, SHORT, KILL, PICTURES, READ_EIO };
/* What a call is: these numbers are the order of CALLS in shim.ts. */
enum { OPEN, WRITE, SYNC, TRUNCATE, RENAME, UNLINK, MKDIR, TIMES, READ };

static volatile int32_t *control;
static char folder[4096], pictures[4096];
static size_t folder_length;
static unsigned char ours[65536];

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("VOUCHSAFE_FAULT_CONTROL"), *where = getenv("VOUCHSAFE_FAULT_FOLDER"), *to = getenv("VOUCHSAFE_FAULT_PICTURES");
  if (!path || !where) return;
  int descriptor = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (descriptor < 0) return;
  control = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (control == MAP_FAILED) control = NULL;
  syscall(SYS_close, descriptor);
  snprintf(folder, sizeof folder, "%s", where);
  folder_length = strlen(folder);
  if (to) snprintf(pictures, sizeof pictures, "%s", to);
}

static int inside(const char *path) {
  return control && path && !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || path[folder_length] == 0);
}
static int is_ours(int descriptor) { return control && descriptor >= 0 && descriptor < 65536 && ours[descriptor]; }

static void copy_file(const char *from, const char *to) {
  char block[65536];
  int in = syscall(SYS_openat, AT_FDCWD, from, O_RDONLY, 0), out = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  for (ssize_t n; (n = syscall(SYS_read, in, block, sizeof block)) > 0;)
    if (syscall(SYS_write, out, block, n) != n) abort();
  syscall(SYS_close, in);
  syscall(SYS_close, out);
}

static void copy_tree(const char *from, const char *to) {
  syscall(SYS_mkdir, to, 0700);
  DIR *directory = opendir(from);
  if (!directory) return;
  for (struct dirent *one; (one = readdir(directory));) {
    if (!strcmp(one->d_name, ".") || !strcmp(one->d_name, "..")) continue;
    char source[8192], target[8192];
    struct stat about;
    snprintf(source, sizeof source, "%s/%s", from, one->d_name);
    snprintf(target, sizeof target, "%s/%s", to, one->d_name);
    if (stat(source, &about)) continue;
    if (S_ISDIR(about.st_mode)) copy_tree(source, target);
    else copy_file(source, target);
  }
  closedir(directory);
}

/* The folder as it is now, under the number of the call and how much the process had acknowledged. */
static void take_picture(int index, const char *which) {
  int before = errno;
  char to[8192];
  snprintf(to, sizeof to, "%s/%d-%s-%d", pictures, index, which, control[ACKNOWLEDGED]);
  copy_tree(folder, to);
  errno = before;
}

static int counts(int call) {
  switch (control[FAULT]) {
  case READ_EIO: return call == READ;
  case SHORT: return call == WRITE;
  case FULL_ONCE:
  case FULL_FOR_GOOD: return call == OPEN || call == WRITE || call == SYNC || call == RENAME || call == MKDIR;
  default: return call != READ;
  }
}

/* 0: go on as if nothing were; otherwise the fault that strikes this call. */
static int struck(int call) {
  if (!control || !control[ARMED] || !counts(call)) return 0;
  int index = control[COUNT]++;
  int fault = control[FAULT];
  if (fault == PICTURES) {
    take_picture(index, "before");
    return call == WRITE ? PICTURES : 0;
  }
  int strikes = index == control[AT] || (index > control[AT] && (fault == EIO_FOR_GOOD || fault == FULL_FOR_GOOD));
  if (!strikes) return 0;
  if (index == control[AT]) control[STRUCK] = 1, control[CALL] = call;
  if (fault == KILL && call != WRITE) kill(getpid(), SIGKILL);
  return fault;
}
static int failed(int fault) {
  errno = fault == FULL_ONCE || fault == FULL_FOR_GOOD ? ENOSPC : EIO;
  return -1;
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int opened(int descriptor, const char *path) {
  if (descriptor >= 0 && descriptor < 65536) ours[descriptor] = inside(path);
  return descriptor;
}
/* Opening to read changes nothing and is let be; syncing a directory begins with such an opening, and its sync is counted. */
#define OPENING(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    int fault = inside(path) && (flags & O_ACCMODE) != O_RDONLY ? struck(OPEN) : 0; \
    return fault ? failed(fault) : opened(real(path, flags, mode), path); \
  }
OPENING(open)
OPENING(open64)

ssize_t write(int descriptor, const void *bytes, size_t length) {
  REAL(write);
  int fault = is_ours(descriptor) ? struck(WRITE) : 0;
  if (!fault) return real(descriptor, bytes, length);
  if (fault == SHORT) return real(descriptor, bytes, length > 1 ? length / 3 + 1 : length);
  if (fault == KILL) real(descriptor, bytes, length / 2), kill(getpid(), SIGKILL);
  if (fault == PICTURES) {
    ssize_t half = real(descriptor, bytes, length / 2);
    take_picture(control[COUNT] - 1, "half");
    return half < 0 ? half : half + real(descriptor, (const char *)bytes + half, length - half);
  }
  return failed(fault);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t at) {
  REAL(pwrite64);
  int fault = is_ours(descriptor) ? struck(WRITE) : 0;
  if (!fault) return real(descriptor, bytes, length, at);
  if (fault == SHORT) return real(descriptor, bytes, length > 1 ? length / 3 + 1 : length, at);
  if (fault == KILL) real(descriptor, bytes, length / 2, at), kill(getpid(), SIGKILL);
  if (fault == PICTURES) {
    real(descriptor, bytes, length / 2, at);
    take_picture(control[COUNT] - 1, "half");
    return real(descriptor, bytes, length, at);
  }
  return failed(fault);
}
ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
  REAL(writev);
  int fault = is_ours(descriptor) ? struck(WRITE) : 0;
  if (fault == KILL) kill(getpid(), SIGKILL);
  return fault && fault != SHORT && fault != PICTURES ? failed(fault) : real(descriptor, pieces, count);
}
ssize_t read(int descriptor, void *bytes, size_t length) {
  REAL(read);
  int fault = is_ours(descriptor) ? struck(READ) : 0;
  return fault ? failed(fault) : real(descriptor, bytes, length);
}
ssize_t pread64(int descriptor, void *bytes, size_t length, off64_t at) {
  REAL(pread64);
  int fault = is_ours(descriptor) ? struck(READ) : 0;
  return fault ? failed(fault) : real(descriptor, bytes, length, at);
}

#define ON_DESCRIPTOR(name, call, parameters, arguments) \
  int name parameters { \
    REAL(name); \
    int fault = is_ours(descriptor) ? struck(call) : 0; \
    return fault ? failed(fault) : real arguments; \
  }
ON_DESCRIPTOR(fsync, SYNC, (int descriptor), (descriptor))
ON_DESCRIPTOR(fdatasync, SYNC, (int descriptor), (descriptor))
ON_DESCRIPTOR(ftruncate64, TRUNCATE, (int descriptor, off64_t length), (descriptor, length))

#define ON_PATH(name, call, parameters, arguments) \
  int name parameters { \
    REAL(name); \
    int fault = inside(path) ? struck(call) : 0; \
    return fault ? failed(fault) : real arguments; \
  }
ON_PATH(unlink, UNLINK, (const char *path), (path))
ON_PATH(remove, UNLINK, (const char *path), (path))
ON_PATH(rmdir, UNLINK, (const char *path), (path))
ON_PATH(rename, RENAME, (const char *path, const char *to), (path, to))
ON_PATH(mkdir, MKDIR, (const char *path, mode_t mode), (path, mode))
ON_PATH(utimensat, TIMES, (int directory, const char *path, const struct timespec times[2], int flags), (directory, path, times, flags))

int close(int descriptor) {
  REAL(close);
  if (descriptor >= 0 && descriptor < 65536) ours[descriptor] = 0;
  return real(descriptor);
}
