// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/isolated_call.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace quantlathe {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t mostBytes = 1U << 20U;
constexpr milliseconds patienceForTheKilled(200);

void silence() {
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere >= 0) {
        ::dup2(nowhere, STDIN_FILENO);
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
    }
}

bool writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

[[noreturn]] void beTheChild(int answer, const std::function<std::string()>& work) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE}) {
        ::signal(number, SIG_DFL); // the program's own handlers speak of the program
    }
    silence();
    bool isDone = false;
    try {
        isDone = writeAll(answer, work());
    } catch (...) { // an exit code is all that can be told
        isDone = false;
    }
    ::_exit(isDone ? EXIT_SUCCESS : EXIT_FAILURE); // the parent's objects are not the child's to destroy
}

/// Until the other side is closed; false when the time is over first or there is too much.
bool readUntil(Clock::time_point deadline, int descriptor, std::string& text) {
    std::array<char, 4096> buffer{};
    while (text.size() <= mostBytes) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
        pollfd waiting{descriptor, POLLIN, 0};
        const int ready = left.count() <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left.count()));
        if (ready == 0) {
            return false;
        }
        const ssize_t count = ready < 0 ? -1 : ::read(descriptor, buffer.data(), buffer.size());
        if (count == 0) {
            return true;
        }
        if (count < 0 && errno != EINTR) {
            return false;
        }
        text.append(buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return false;
}

/// The status of an ended child; nothing for one that even a kill does not end (it sleeps inside a driver): it is left behind.
std::optional<int> statusWithin(milliseconds patience, pid_t child) {
    const auto deadline = Clock::now() + patience;
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(child, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (Clock::now() >= deadline) {
            return std::nullopt;
        }
        std::this_thread::sleep_for(milliseconds(1));
    }
    return ended == child ? std::optional(status) : std::nullopt;
}

} // namespace

IsolatedAnswer callIsolated(const std::function<std::string()>& work, milliseconds limit) {
    using End = IsolatedAnswer::End;
    const auto deadline = Clock::now() + limit;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return {};
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        beTheChild(ends[1], work);
    }
    ::close(ends[1]);
    std::string text;
    const bool isRead = child > 0 && readUntil(deadline, ends[0], text);
    ::close(ends[0]);
    if (child < 0) {
        return {};
    }
    if (!isRead) {
        ::kill(child, SIGKILL);
        static_cast<void>(statusWithin(patienceForTheKilled, child));
        return {std::nullopt, End::tooSlow};
    }
    auto status = statusWithin(patienceForTheKilled, child);
    if (!status) { // it has closed its side and stays: destructors of a library
        ::kill(child, SIGKILL);
        status = statusWithin(patienceForTheKilled, child);
    }
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == EXIT_SUCCESS) {
        return {std::move(text), End::answered};
    }
    return {std::nullopt, status && WIFSIGNALED(*status) ? End::crashed : End::failed};
}

} // namespace quantlathe
