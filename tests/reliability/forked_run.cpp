// SPDX-License-Identifier: GPL-3.0-or-later
#include "forked_run.h"

#include "program.h"
#include "small_models.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace quantlathe::reliability {
namespace {

constexpr unsigned cpuSecondsAtMost = 60;     // then the kernel ends it
constexpr std::chrono::seconds patience(120); // of the clock: a machine may be busy with other things

void sendTo(const std::filesystem::path& file, int descriptor) {
    const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (opened < 0 || ::dup2(opened, descriptor) < 0) {
        std::_Exit(126);
    }
    ::close(opened);
}

[[noreturn]] void beTheProgram(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
    const rlimit cpu{cpuSecondsAtMost, cpuSecondsAtMost};
    const rlimit core{0, 0};
    ::setrlimit(RLIMIT_CPU, &cpu);
    ::setrlimit(RLIMIT_CORE, &core);
    sendTo(folder / "stdout", STDOUT_FILENO);
    sendTo(folder / "stderr", STDERR_FILENO);
    std::vector<const char*> words{"quantlathe-cli"};
    for (const std::string& argument : arguments) {
        words.push_back(argument.c_str());
    }
    words.push_back(nullptr);
    const int code = cli::runProgram(static_cast<int>(words.size()) - 1, words.data());
    std::fflush(nullptr);
    std::_Exit(code); // the parent's objects are not the child's to destroy
}

/// True if it had to be ended.
bool awaitOrEnd(pid_t child, int& status, rusage& usage) {
    const auto start = std::chrono::steady_clock::now();
    bool isHung = false;
    while (::wait4(child, &status, isHung ? 0 : WNOHANG, &usage) == 0) {
        if (std::chrono::steady_clock::now() - start > patience) {
            ::kill(child, SIGKILL);
            isHung = true;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    return isHung;
}

double secondsOf(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

} // namespace

RunResult runForked(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
    std::fflush(nullptr); // or the child prints it once more
    const pid_t child = ::fork();
    if (child < 0) {
        throw std::runtime_error("cannot fork");
    }
    if (child == 0) {
        beTheProgram(arguments, folder);
    }
    RunResult result;
    int status = 0;
    rusage usage{};
    result.isHung = awaitOrEnd(child, status, usage);
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    result.cpuSeconds = secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
    result.peakBytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    result.output = contentsOf(folder / "stdout");
    result.errors = contentsOf(folder / "stderr");
    return result;
}

} // namespace quantlathe::reliability
