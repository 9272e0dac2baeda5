// SPDX-License-Identifier: GPL-3.0-or-later
// The text that a model is run on: the user's file or a shipped one. Shared by measure and imatrix.
#pragma once

#include "runtime/forward.h"
#include "session.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <filesystem>
#include <string>

namespace quantlathe::cli {

struct TextOptions {
    std::string file;
    std::size_t contextTokens = 0; // 0: defaultContextTokens()
    std::size_t windows = 0;       // 0: all
};

/// --text and --chunks, and the length of windows under the name that is given.
void addTextOptions(CLI::App& command, TextOptions& options, const char* contextName = "--context");

/// How the text is run: --compute, --activation-memory, --scratch.
void addRunOptions(CLI::App& command, ForwardOptions& options);
/// Says so when bfloat16 products were asked for that this processor has no instructions for.
void noteMissingBf16(Session& session, Compute wanted);

struct NamedText {
    std::string name; // of the file, without its folder
    std::string text;
};
/// The file that the options name, else the shipped one ("text/….txt").
[[nodiscard]] std::filesystem::path textFile(const TextOptions& options, const char* shipped);
/// What is in it. Throws Error(badInput) for a file that cannot be read
/// and for one of 1 GiB and more.
[[nodiscard]] NamedText readText(const TextOptions& options, const char* shipped);

} // namespace quantlathe::cli
