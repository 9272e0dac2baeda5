// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program, makes the n-th of its system calls of some kinds fail, do half of what it should, or kill it.
//
//   QUANTLATHE_FAULT_CALLS   kinds that are counted, with commas between: "pwrite,fsync"
//   QUANTLATHE_FAULT_NUMBER  the call that is hit, from 1 on; 0: none, the calls are only counted
//   QUANTLATHE_FAULT_ACTION  "kill" (before the call), "kill-after", "short", or an errno as a number
//   QUANTLATHE_FAULT_STAYS   "1": every counted call from there on is hit
//   QUANTLATHE_FAULT_LOG     a file that gets the kind of every counted call, one a line
//
// Calls of the loader and of the C library's own inner workings are not seen.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

enum class Action { none, kill, killAfter, shorten, fail };

struct Settings {
    std::string calls; // ",pwrite,fsync,"
    long number = 0;
    Action action = Action::none;
    int error = 0;
    bool stays = false;
    int log = -1;
};

std::string valueOf(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

Settings readSettings() {
    Settings settings;
    if (const std::string calls = valueOf("QUANTLATHE_FAULT_CALLS"); !calls.empty()) {
        settings.calls = "," + calls + ",";
    }
    settings.number = std::atol(valueOf("QUANTLATHE_FAULT_NUMBER").c_str());
    settings.stays = valueOf("QUANTLATHE_FAULT_STAYS") == "1";
    const std::string action = valueOf("QUANTLATHE_FAULT_ACTION");
    settings.action = action == "kill"         ? Action::kill
                      : action == "kill-after" ? Action::killAfter
                      : action == "short"      ? Action::shorten
                      : action.empty()         ? Action::none
                                               : Action::fail;
    settings.error = std::atoi(action.c_str());
    if (const std::string log = valueOf("QUANTLATHE_FAULT_LOG"); !log.empty()) {
        settings.log =
            static_cast<int>(::syscall(SYS_openat, AT_FDCWD, log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    }
    return settings;
}

/// Set by a constructor, so that calls made before it are passed on.
const Settings* settings = nullptr;
std::atomic<long> counted{0};

__attribute__((constructor)) void begin() {
    static const Settings read = readSettings();
    settings = &read;
}

[[noreturn]] void die() {
    ::syscall(SYS_kill, ::getpid(), SIGKILL);
    for (;;) {
        ::pause();
    }
}

/// What happens to this call. Kills at once where that is the action.
Action actionFor(std::string_view kind) {
    if (settings == nullptr || settings->calls.find("," + std::string(kind) + ",") == std::string::npos) {
        return Action::none;
    }
    const int before = errno;
    const long number = ++counted;
    if (settings->log >= 0) {
        const std::string line = std::string(kind) + "\n";
        ::syscall(SYS_write, settings->log, line.data(), line.size());
    }
    errno = before;
    const bool isHit = settings->number > 0 && (number == settings->number || (settings->stays && number > settings->number));
    if (isHit && settings->action == Action::kill) {
        die();
    }
    return isHit ? settings->action : Action::none;
}

/// The real function of this name; found once.
template <class Function>
Function real(std::atomic<void*>& place, const char* name) {
    void* found = place.load();
    if (found == nullptr) {
        found = ::dlsym(RTLD_NEXT, name);
        place = found;
    }
    Function function = nullptr;
    std::memcpy(&function, &found, sizeof function);
    return function;
}

template <class Result, class Call>
Result passed(std::string_view kind, Result failure, const Call& call) {
    const Action action = actionFor(kind);
    if (action == Action::fail) {
        errno = settings->error;
        return failure;
    }
    const Result result = call();
    if (action == Action::killAfter) {
        die();
    }
    return result;
}

/// Of calls that move bytes: a short one moves half of them.
template <class Call>
ssize_t moved(std::string_view kind, std::size_t count, const Call& call) {
    const Action action = actionFor(kind);
    if (action == Action::fail) {
        errno = settings->error;
        return -1;
    }
    const ssize_t result = call(action == Action::shorten && count > 1 ? count / 2 : count);
    if (action == Action::killAfter) {
        die();
    }
    return result;
}

bool isFolder(int descriptor) {
    struct stat status {};
    return ::syscall(SYS_fstat, descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

const char* openKind(int flags) {
    return (flags & O_CREAT) != 0 ? "create" : "open";
}

} // namespace

// Each wrapper under its plain name and under the one for large files, which the standard library calls.
#define REAL(function) real<decltype(&::function)>(place, #function)
#define PLACE                                                                                                                  \
    static std::atomic<void*> place {                                                                                          \
        nullptr                                                                                                                \
    }

extern "C" {

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
    PLACE;
    return moved("pwrite", count, [&](size_t n) { return REAL(pwrite)(fd, bytes, n, at); });
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
    return pwrite(fd, bytes, count, at);
}
ssize_t pread(int fd, void* bytes, size_t count, off_t at) {
    PLACE;
    return moved("pread", count, [&](size_t n) { return REAL(pread)(fd, bytes, n, at); });
}
ssize_t pread64(int fd, void* bytes, size_t count, off64_t at) {
    return pread(fd, bytes, count, at);
}
ssize_t read(int fd, void* bytes, size_t count) {
    PLACE;
    return moved("read", count, [&](size_t n) { return REAL(read)(fd, bytes, n); });
}
ssize_t write(int fd, const void* bytes, size_t count) {
    PLACE;
    return moved("write", count, [&](size_t n) { return REAL(write)(fd, bytes, n); });
}
int fsync(int fd) {
    PLACE;
    return passed(isFolder(fd) ? "fsync-folder" : "fsync", -1, [&] { return REAL(fsync)(fd); });
}
int fdatasync(int fd) {
    PLACE;
    return passed("fdatasync", -1, [&] { return REAL(fdatasync)(fd); });
}
int sync_file_range(int fd, off64_t at, off64_t count, unsigned flags) {
    PLACE;
    return passed("sync_file_range", -1, [&] { return REAL(sync_file_range)(fd, at, count, flags); });
}
int ftruncate(int fd, off_t size) noexcept {
    PLACE;
    return passed("ftruncate", -1, [&] { return REAL(ftruncate)(fd, size); });
}
int ftruncate64(int fd, off64_t size) noexcept {
    return ftruncate(fd, size);
}
int fallocate(int fd, int mode, off_t at, off_t count) {
    PLACE;
    return passed("fallocate", -1, [&] { return REAL(fallocate)(fd, mode, at, count); });
}
int fallocate64(int fd, int mode, off64_t at, off64_t count) {
    return fallocate(fd, mode, at, count);
}
int rename(const char* from, const char* to) noexcept {
    PLACE;
    return passed("rename", -1, [&] { return REAL(rename)(from, to); });
}
int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept {
    PLACE;
    return passed("renameat2", -1, [&] { return REAL(renameat2)(fromFolder, from, toFolder, to, flags); });
}
int link(const char* from, const char* to) noexcept {
    PLACE;
    return passed("link", -1, [&] { return REAL(link)(from, to); });
}
int unlink(const char* path) noexcept {
    PLACE;
    return passed("unlink", -1, [&] { return REAL(unlink)(path); });
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    PLACE;
    return passed("unlinkat", -1, [&] { return REAL(unlinkat)(folder, path, flags); });
}
int remove(const char* path) noexcept {
    PLACE;
    return passed("remove", -1, [&] { return REAL(remove)(path); });
}
int mkdir(const char* path, mode_t mode) noexcept {
    PLACE;
    return passed("mkdir", -1, [&] { return REAL(mkdir)(path, mode); });
}
int rmdir(const char* path) noexcept {
    PLACE;
    return passed("rmdir", -1, [&] { return REAL(rmdir)(path); });
}
int lockFile(int fd, int operation) noexcept __asm__("flock"); // a struct has that name, too
int lockFile(int fd, int operation) noexcept {
    static std::atomic<void*> place{nullptr};
    using Function = int (*)(int, int);
    return passed("flock", -1, [&] { return real<Function>(place, "flock")(fd, operation); });
}
int close(int fd) {
    PLACE;
    const Action action = actionFor("close");
    const int result = REAL(close)(fd); // a close that fails has closed all the same
    if (action == Action::killAfter) {
        die();
    }
    if (action == Action::fail) {
        errno = settings->error;
        return -1;
    }
    return result;
}
int fstat(int fd, struct stat* status) noexcept {
    PLACE;
    return passed("fstat", -1, [&] { return REAL(fstat)(fd, status); });
}
int stat(const char* path, struct stat* status) noexcept {
    static std::atomic<void*> place{nullptr};
    using Function = int (*)(const char*, struct stat*);
    return passed("stat", -1, [&] { return real<Function>(place, "stat")(path, status); });
}
int lstat(const char* path, struct stat* status) noexcept {
    PLACE;
    return passed("lstat", -1, [&] { return REAL(lstat)(path, status); });
}
void* mmap(void* address, size_t length, int protection, int flags, int fd, off_t at) noexcept {
    PLACE;
    if (fd < 0) {
        return REAL(mmap)(address, length, protection, flags, fd, at);
    }
    return passed("mmap", MAP_FAILED, [&] { return REAL(mmap)(address, length, protection, flags, fd, at); });
}
void* mmap64(void* address, size_t length, int protection, int flags, int fd, off64_t at) noexcept {
    return mmap(address, length, protection, flags, fd, at);
}
int open(const char* path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
    va_end(list);
    static std::atomic<void*> place{nullptr};
    using Function = int (*)(const char*, int, ...);
    return passed(openKind(flags), -1, [&] { return real<Function>(place, "open")(path, flags, mode); });
}
int open64(const char* path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open(path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
    va_end(list);
    static std::atomic<void*> place{nullptr};
    using Function = int (*)(int, const char*, int, ...);
    return passed(openKind(flags), -1, [&] { return real<Function>(place, "openat")(folder, path, flags, mode); });
}
}
