// SPDX-License-Identifier: GPL-3.0-or-later
// The one error type of the core: what is wrong, where, and what was expected.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace quantlathe {

enum class ErrorKind {
    badInput,  // the user's file, plan or arguments are wrong: exit code 2
    failed,    // the machine failed us (disk full, read error): exit code 1
    cancelled, // the user stopped the work: exit code 130
};

/// Thrown by every part of the core. `title` is one line that says what is wrong; `detail` says where, what was
/// expected and what to do. `what()` is "file: title. detail", fit for a terminal. File names and tensor names are
/// escaped for display by the helpers below, so a hostile file cannot write control characters to a screen.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, std::string title, std::string detail = {}, std::filesystem::path file = {});

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& title() const noexcept { return title_; }
    [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
    [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
    [[nodiscard]] int exitCode() const noexcept;

private:
    ErrorKind kind_;
    std::string title_;
    std::string detail_;
    std::filesystem::path file_;
};

/// A file (or plan, or argument) that cannot be accepted.
[[nodiscard]] Error badInput(const std::filesystem::path& file, std::string title, std::string detail = {});

/// A failed system call; the reason is taken from `errorNumber` (an errno value).
[[nodiscard]] Error systemError(const std::filesystem::path& file, std::string title, int errorNumber);

[[nodiscard]] Error cancelled();

} // namespace quantlathe
