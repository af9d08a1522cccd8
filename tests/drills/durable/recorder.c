/* Writes down what a process does to files below DRILL_FOLDER, in its true order, into DRILL_LOG.
   Loaded before libc (LD_PRELOAD). Each entry: a head as below, the path, the bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct head { int64_t nanoseconds, offset, size; int32_t kind, path; };
enum { WRITE = 1, SYNC = 2, TRUNCATE = 3, UNLINK = 4 };

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

static int wanted(const char *path) {
    const char *folder = getenv("DRILL_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    return length && !strncmp(path, folder, length) &&
           (path[length] == 0 || strstr(path, "helpdesk.sqlite3")) && !strstr(path, "-shm") &&
           !strstr(path, "-queue");
}

static int path_of(int fd, char *path) {
    char link[64] = "/proc/self/fd/";
    int at = strlen(link), digits = 0, rest = fd;
    char turned[16];
    do { turned[digits++] = '0' + rest % 10; rest /= 10; } while (rest);
    while (digits) link[at++] = turned[--digits];
    link[at] = 0;
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return wanted(path);
}

static void note(int kind, const char *path, int64_t offset, const void *data, int64_t size) {
    struct timespec now;
    if (log_fd < 0) log_fd = open(getenv("DRILL_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct head head = {now.tv_sec * 1000000000LL + now.tv_nsec, offset, size, kind, strlen(path)};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, strlen(path)},
                            {(void *)data, data ? size : 0}};
    if (writev(log_fd, parts, 3) < 0) abort();
}

#define REAL(name, type) static __typeof__(type) real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

static ssize_t written(int fd, const void *data, size_t size, off_t offset) {
    REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off_t));
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd, data, size, offset);
    pthread_mutex_lock(&guard);
    ssize_t done = real(fd, data, size, offset);
    if (done > 0) note(WRITE, path, offset, data, done);
    pthread_mutex_unlock(&guard);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return written(fd, data, size, offset); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) { return written(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
    REAL("write", ssize_t (*)(int, const void *, size_t));
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd, data, size);
    pthread_mutex_lock(&guard);
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t done = real(fd, data, size);
    if (done > 0) note(WRITE, path, offset, data, done);
    pthread_mutex_unlock(&guard);
    return done;
}

static int synced(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd);
    pthread_mutex_lock(&guard);
    int done = real(fd);
    if (!done) note(SYNC, path, 0, NULL, 0);
    pthread_mutex_unlock(&guard);
    return done;
}
int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }

static int truncated(int fd, off_t size) {
    REAL("ftruncate64", int (*)(int, off_t));
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd, size);
    pthread_mutex_lock(&guard);
    int done = real(fd, size);
    if (!done) note(TRUNCATE, path, size, NULL, 0);
    pthread_mutex_unlock(&guard);
    return done;
}
int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off_t size) { return truncated(fd, size); }

int unlink(const char *path) {
    REAL("unlink", int (*)(const char *));
    if (!wanted(path)) return real(path);
    pthread_mutex_lock(&guard);
    int done = real(path);
    if (!done) note(UNLINK, path, 0, NULL, 0);
    pthread_mutex_unlock(&guard);
    return done;
}
