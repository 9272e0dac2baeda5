// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the program: where results, progress and messages go, and what stops it.
#pragma once

#include "base/error.h"
#include "base/progress.h"
#include "json.h"
#include "terminal.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace quantlathe::cli {

enum class ProgressMode { automatic, bar, json, none };

/// Options that every command has.
struct CommonOptions {
    bool json = false;
    int threads = 0; // 0: all hardware threads
    ProgressMode progress = ProgressMode::automatic;
    bool isSilent = false; // no results, warnings and notes
    bool hidesProgress = false;
    std::function<void(const Error& error)> fail{}; // gets errors in place of the user
};

/// Results go to standard output and nothing else does; progress, warnings and errors go to standard error. Commands talk to
/// the user only through this. Used from the main thread; the progress sink is called by workers, one at a time.
class Session {
public:
    Session(const CommonOptions& options, const CancelToken& cancel);

    [[nodiscard]] bool wantsJson() const { return options_.json; }
    [[nodiscard]] int threads() const { return options_.threads; }
    [[nodiscard]] const CancelToken& cancelToken() const { return cancel_; }
    [[nodiscard]] const Terminal& screen() const { return out_; }
    [[nodiscard]] Progress& progress() { return *progress_; }

    /// Prints a result. A reader that has closed the pipe is no failure: the rest is dropped. Throws Error(failed) when it
    /// cannot be written otherwise.
    void printText(std::string_view text);
    void printJson(const Json& document);

    void warn(std::string_view text);
    /// A hint below an error or a note about what the program does; no severity.
    void note(std::string_view text);
    /// One line on standard error and, with --json, {"error": …} on standard output unless a document was printed already.
    void report(const Error& error);

private:
    void showBar(const ProgressState& state);
    void showJsonLine(const ProgressState& state);
    void message(std::string_view kind, std::string_view text);
    void clearBar();

    CommonOptions options_;
    const CancelToken& cancel_;
    Terminal out_;
    Terminal messages_;
    bool barIsShown_ = false;
    bool documentWasPrinted_ = false;
    std::unique_ptr<Progress> progress_;
};

/// {"kind", "title", "detail", "file"}.
[[nodiscard]] Json errorJson(const Error& error);

/// Writes a result file; an existing one is Error(badInput) unless `force`.
void writeResultFile(const std::filesystem::path& path, std::string_view text, bool force);

} // namespace quantlathe::cli
