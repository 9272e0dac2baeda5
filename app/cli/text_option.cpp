// SPDX-License-Identifier: GPL-3.0-or-later
#include "text_option.h"

#include "base/file.h"
#include "base/resources.h"
#include "measure/text_windows.h"

namespace quantlathe::cli {

void addTextOptions(CLI::App& command, TextOptions& options) {
    command.add_option("--text", options.file, "Text file (UTF-8); a text that comes with the program if not given")
        ->type_name("FILE");
    command.add_option("--context", options.contextTokens, "Tokens of a window (default: 512, or fewer if trained on fewer)")
        ->check(CLI::Range(fewestContextTokens, std::size_t{1} << 24U))
        ->type_name("N");
    command.add_option("--chunks", options.windows, "Windows to run, from the text's beginning (0: all)")->type_name("N");
}

NamedText readText(const TextOptions& options, const char* shipped) {
    constexpr std::uint64_t mostBytes = (1ULL << 30U) - 1; // of a tokenizer's input
    const std::filesystem::path file = options.file.empty() ? resourcePath(shipped) : std::filesystem::path(options.file);
    return {file.filename().string(), readTextFile(file, mostBytes)};
}

} // namespace quantlathe::cli
