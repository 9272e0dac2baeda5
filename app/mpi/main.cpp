// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli-mpi: convert as a program of many ranks (docs/cluster.md). Rank r of n does shard r + 1 of n, and when all are
// done the first one finishes. Built with -DQUANTLATHE_MPI=ON; exit codes are those of quantlathe-cli.
#include "program.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <climits>
#include <clocale>
#include <fmt/format.h>
#include <mpi.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace quantlathe;

constexpr std::chrono::milliseconds roundTime{100}; // between two looks at what the other ranks do

struct Ranks {
    int own = 0;
    int count = 1;
    int onThisMachine = 1;
};

Ranks ranks() {
    Ranks ranks;
    MPI_Comm machine = MPI_COMM_NULL;
    MPI_Comm_rank(MPI_COMM_WORLD, &ranks.own);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks.count);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
    MPI_Comm_size(machine, &ranks.onThisMachine);
    MPI_Comm_free(&machine);
    return ranks;
}

/// Where the ranks stand in common.
struct Standing {
    int failed = INT_MAX; // the first rank that failed
    int atWork = 0;       // ranks that are not done
};

/// All ranks meet here ten times a second, whatever their work is, and wait without burning a processor.
Standing standingOf(const Ranks& ranks, bool isFailed, bool isDone) {
    Standing all;
    const int failed = isFailed ? ranks.own : INT_MAX;
    const int atWork = isDone ? 0 : 1;
    std::array<MPI_Request, 2> requests{};
    MPI_Iallreduce(&failed, &all.failed, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD, &requests[0]);
    MPI_Iallreduce(&atWork, &all.atWork, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD, &requests[1]);
    for (int done = 0; done == 0; std::this_thread::sleep_for(roundTime / 10)) {
        MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE);
    }
    return all;
}

/// A command of this rank, on a thread of its own: MPI is called from the main thread alone.
class RankWork {
public:
    RankWork(std::vector<const char*> words, cli::ProgramPart part)
        : words_(std::move(words)), part_(std::move(part)), thread_([this] {
              part_.fail = [this](const Error& error) { error_ = error; };
              code_ = cli::runProgram(static_cast<int>(words_.size()), words_.data(), part_);
              isDone_ = true;
          }) {}

    [[nodiscard]] bool isDone() const { return isDone_; }
    [[nodiscard]] bool isFailed() const { return isDone_ && code_ != 0; }
    void wait() { thread_.join(); }
    /// After wait().
    [[nodiscard]] int code() const { return code_; }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    std::vector<const char*> words_;
    cli::ProgramPart part_;
    std::optional<Error> error_;
    int code_ = 0;
    std::atomic<bool> isDone_{false};
    std::thread thread_; // last: it uses the others
};

/// Runs the words on all ranks of which `isAtWork` is true. The first error ends all, and the rank where it was tells it.
/// Returns the common exit code.
int runTogether(const Ranks& ranks, const std::vector<const char*>& words, bool isAtWork, const cli::ProgramPart& part) {
    std::optional<RankWork> work;
    if (isAtWork) {
        work.emplace(words, part);
    }
    Standing standing;
    do {
        std::this_thread::sleep_for(roundTime);
        standing = standingOf(ranks, work && work->isFailed(), !work || work->isDone());
    } while (standing.failed == INT_MAX && standing.atWork > 0);
    if (standing.failed != INT_MAX) {
        cli::cancelProgram();
    }
    if (work) {
        work->wait();
    }
    if (standing.failed == INT_MAX) {
        return 0;
    }
    int code = work ? work->code() : 0;
    MPI_Bcast(&code, 1, MPI_INT, standing.failed, MPI_COMM_WORLD);
    if (ranks.own == standing.failed && work->error()) {
        const Error& error = *work->error();
        const std::string title = ranks.count == 1 ? error.title() : fmt::format("{} (rank {})", error.title(), ranks.own);
        cli::reportError(Error(error.kind(), title, error.detail(), error.file()), static_cast<int>(words.size()),
                         words.data());
    }
    return code;
}

/// The ranks take the options of convert, but those that would have them do something else than one output.
std::optional<Error> whyNotTogether(std::span<const char* const> words) {
    const bool isConversion = words.size() > 1 && std::string_view(words[1]) == "convert";
    const bool isOther = std::ranges::any_of(words, [](std::string_view word) {
        return word == "--dry-run" || word == "--help" || word == "-h" || word == "--finish" || word.starts_with("--shard");
    });
    return isConversion && !isOther
               ? std::nullopt
               : std::optional(badInput({}, "This program only converts, with all its ranks",
                                        "quantlathe-cli-mpi convert MODEL -o OUTPUT …; quantlathe-cli does everything else, "
                                        "--shard, --finish, --dry-run and --help among it."));
}

int run(const Ranks& ranks, std::span<char*> arguments) {
    const std::vector<const char*> given(arguments.begin(), arguments.end());
    const bool isFirst = ranks.own == 0;
    if (const auto problem = whyNotTogether(given)) { // all ranks see the same
        if (isFirst) {
            cli::reportError(*problem, static_cast<int>(given.size()), given.data());
        }
        return problem->exitCode();
    }
    const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const std::string shard = fmt::format("{}/{}", ranks.own + 1, ranks.count);
    std::vector<const char*> share = given;
    share.insert(share.end(), {"--shard", shard.c_str()});
    cli::ProgramPart part{.reports = false, .showsProgress = isFirst, .threads = std::max(1, processors / ranks.onThisMachine)};
    if (const int code = runTogether(ranks, share, true, part); code != 0) {
        return code;
    }
    std::vector<const char*> finish = given;
    finish.push_back("--finish");
    part.reports = true;
    part.threads = processors;
    return runTogether(ranks, finish, isFirst, part);
}

} // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8"); // as in quantlathe-cli
    int level = 0;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level);
    cli::installSignalHandlers();
    const int code = run(ranks(), std::span(argv, static_cast<std::size_t>(argc)));
    MPI_Finalize();
    return code;
}
