// SPDX-License-Identifier: GPL-3.0-or-later
#include "text_option.h"

#include "base/file.h"
#include "base/resources.h"
#include "measure/text_windows.h"

namespace quantlathe::cli {

void addTextOptions(CLI::App& command, TextOptions& options, const char* contextName) {
    command.add_option("--text", options.file, "Text file (UTF-8); a text that comes with the program if not given")
        ->type_name("FILE");
    command.add_option(contextName, options.contextTokens, "Tokens of a window (default: 512, or fewer if trained on fewer)")
        ->check(CLI::Range(fewestContextTokens, std::size_t{1} << 24U))
        ->type_name("N");
    command.add_option("--chunks", options.windows, "Windows to run, from the text's beginning (0: all)")->type_name("N");
}

void addRunOptions(CLI::App& command, ForwardOptions& options) {
    command
        .add_option_function<std::string>(
            "--compute",
            [&options](const std::string& name) { options.compute = name == "bf16" ? Compute::bf16 : Compute::f32; },
            "Factors of matrix products: f32 (default) or bf16, which is faster where the processor has instructions for it")
        ->check(CLI::IsMember({"f32", "bf16"}))
        ->type_name("NAME");
    command
        .add_option("--activation-memory", options.activationBytes,
                    "Memory for activations between layers, such as 500M or 4Gi (default: 2Gi); beyond it a temporary file")
        ->transform(CLI::AsSizeValue(true))
        ->type_name("SIZE");
    command
        .add_option_function<std::string>(
            "--scratch", [&options](const std::string& folder) { options.scratchFolder = folder; },
            "Folder of that temporary file (default: the system's)")
        ->check(CLI::ExistingDirectory)
        ->type_name("FOLDER");
}

void noteMissingBf16(Session& session, Compute wanted) {
    if (wanted == Compute::bf16 && !hasBf16Instructions()) {
        session.note("this processor has no bfloat16 instructions; the numbers are those of f32");
    }
}

std::filesystem::path textFile(const TextOptions& options, const char* shipped) {
    return options.file.empty() ? resourcePath(shipped) : std::filesystem::path(options.file);
}

NamedText readText(const TextOptions& options, const char* shipped) {
    constexpr std::uint64_t mostBytes = (1ULL << 30U) - 1; // of a tokenizer's input
    const std::filesystem::path file = textFile(options, shipped);
    return {file.filename().string(), readTextFile(file, mostBytes)};
}

} // namespace quantlathe::cli
