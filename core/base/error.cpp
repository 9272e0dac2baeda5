// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include "base/text.h"
#include "base/words.h"

#include <string_view>
#include <system_error>
#include <utility>

namespace quantlathe {
namespace {

std::string oneLine(const std::string& title, const std::string& detail, const std::filesystem::path& file) {
    std::string line;
    if (!file.empty()) {
        line = escapeForDisplay(file.string()) + ": ";
    }
    line += title;
    if (!detail.empty()) {
        const bool isSentence = !title.empty() && std::string_view(".!?").find(title.back()) != std::string_view::npos;
        line += (isSentence ? " " : ". ") + detail;
    }
    return line;
}

} // namespace

Error::Error(ErrorKind kind, std::string title, std::string detail, std::filesystem::path file)
    : std::runtime_error(oneLine(title, detail, file)), kind_(kind), title_(std::move(title)), detail_(std::move(detail)),
      file_(std::move(file)) {}

int Error::exitCode() const noexcept {
    switch (kind_) {
    case ErrorKind::badInput: return 2;
    case ErrorKind::cancelled: return 130;
    case ErrorKind::failed: break;
    }
    return 1;
}

Error badInput(const std::filesystem::path& file, std::string title, std::string detail) {
    return {ErrorKind::badInput, std::move(title), std::move(detail), file};
}

Error systemError(const std::filesystem::path& file, std::string title, int errorNumber) {
    return {ErrorKind::failed, std::move(title), std::generic_category().message(errorNumber) + ".", file};
}

Error cancelled() {
    return {ErrorKind::cancelled, say("Cancelled")};
}

} // namespace quantlathe
